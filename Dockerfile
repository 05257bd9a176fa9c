# The image of every service of ours: Airflow's parts, the workers, the portal, and the commands of docs/operations.md.
#
#   docker build --tag council-returns:0.1.0 .
#
# All that is installed is pinned by hash (requirements-production.lock, which has no test tool and no service of a laptop);
# nothing that builds is left in the image. tests/test_docker_image.py runs these steps in a temporary folder.
FROM python:3.11-slim-bookworm AS build
RUN python -m venv /opt/venv
COPY requirements-production.lock /build/
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /build/requirements-production.lock
WORKDIR /opt/council-returns
COPY pyproject.toml README.md LICENSE ./
COPY transforms transforms
COPY expectations expectations
COPY plugins plugins
COPY dags dags
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
 && /opt/venv/bin/python -m compileall -q transforms expectations plugins dags

FROM python:3.11-slim-bookworm
RUN useradd --uid 50000 --create-home --home-dir /opt/airflow airflow \
 && install --directory --owner airflow --mode 0700 /opt/airflow/logs /backup
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/council-returns /opt/council-returns
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONPATH=/opt/council-returns AIRFLOW_HOME=/opt/airflow
WORKDIR /opt/airflow
USER airflow
ENTRYPOINT ["python", "-m", "airflow"]
