# syntax=docker/dockerfile:1
# The gateway as an image: built from these sources, started once to make its AOT cache, run by a
# user without rights. bootstrap/docs/operations.md says how it is used and what was tried.

# Both stages have the same Java, to the build number.
ARG JAVA_VERSION=25.0.3_9
ARG MAVEN_VERSION=3.9.16
ARG BUILD_IMAGE=maven:${MAVEN_VERSION}-eclipse-temurin-25-noble
ARG RUNTIME_IMAGE=eclipse-temurin:${JAVA_VERSION}-jre-noble

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/var/cache/maven \
    mvn -B -ntp -Dmaven.repo.local=/var/cache/maven -Dquick -DskipTests -pl bootstrap -am package

FROM ${RUNTIME_IMAGE}
LABEL org.opencontainers.image.title="Tollgate" \
      org.opencontainers.image.licenses="Apache-2.0"

# Owned by root: what runs cannot change itself.
COPY --from=build /src/bootstrap/target/tollgate /opt/tollgate
COPY tollgate bootstrap/src/main/container/healthcheck /opt/tollgate/
COPY config.yaml /app/config.yaml

# The launcher makes the AOT cache where it may write. A cache is of use only to the Java, the jars
# and the paths it was made with, so it is made here; without one the build fails. SQLite's driver
# unpacks its native part into the data directory: /tmp is often a file system that runs nothing.
RUN install -d -o 65532 -g 65532 -m 0700 /data \
 && echo '-Dorg.sqlite.tmpdir=/data' >> /opt/tollgate/jvm.options \
 && /opt/tollgate/tollgate --version \
 && test -s /opt/tollgate/tollgate.aot

ENV TOLLGATE_DATA_DIR=/data
WORKDIR /app
VOLUME /data
EXPOSE 4000
USER 65532:65532
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/opt/tollgate/healthcheck", "/health/liveliness"]
ENTRYPOINT ["/opt/tollgate/tollgate"]
