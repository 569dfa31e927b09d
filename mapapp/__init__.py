"""mapapp: a source-grounded, time-aware map explorer."""

__version__ = "0.1.0"
