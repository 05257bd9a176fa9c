"""Input and output: everything that touches the network, the store, the database or Airflow."""
