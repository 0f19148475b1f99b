# Vedette in a container: no root, nothing written but /data.
#     docker build --tag vedette .
#     docker compose --file deploy/compose.yaml up --detach
FROM python:3.13-slim-bookworm AS build
WORKDIR /build
COPY requirements.lock pyproject.toml README.md LICENSE ./
# Every package of the lock, by its hash; what is built of them needs no index after that.
RUN pip wheel --no-cache-dir --require-hashes --no-deps --wheel-dir /wheels --requirement requirements.lock
COPY flows flows
COPY transforms transforms
COPY expectations expectations
COPY warehouse warehouse
COPY seeds seeds
# Only what Vedette itself needs: the lock names the tools of its developers, too.
RUN python -m venv /opt/vedette \
 && PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels /opt/vedette/bin/pip install --no-cache-dir .

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin vedette \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/vedette /opt/vedette
ENV PATH=/opt/vedette/bin:$PATH \
    VEDETTE_HOME=/data \
    HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false
USER 10001
WORKDIR /data
VOLUME /data
# Nothing is published before the first run is done.
HEALTHCHECK --interval=5m --timeout=20s --start-period=15m CMD ["vedette", "status"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["vedette"]
CMD ["serve", "--watch", "dprk", "--every", "30m"]
