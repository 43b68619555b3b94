"""The test suites, and how they run: see infra/test."""
