"""What benches and tests share: damaged pages, databases, receivers, killed runs."""
