"""What is known: facts, their two-clock history, and questions to it. Imports sqlalchemy and nothing of ours."""
