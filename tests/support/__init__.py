"""What tests share: sites, receivers, walks, stories."""
