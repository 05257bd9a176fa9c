"""The embedded platform: PostgreSQL, an S3 server and Airflow, started from wheels on free loopback ports."""
