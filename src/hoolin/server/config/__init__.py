"""The whole set-up of a site as one YAML file: written, read, compared, applied."""
