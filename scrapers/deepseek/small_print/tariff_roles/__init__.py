"""The tariff by roles: hours, promotions, announced prices and free calls, free of the order of words."""
