"""What is known: facts, their two-clock history, and the questions people ask of it. Imports sqlalchemy and nothing of ours."""
