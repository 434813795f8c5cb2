"""What a developer runs beside the product: setting up, provisioning, generating reference pages."""
