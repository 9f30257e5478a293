# One image for evidencedesk migrate, api and worker. Needs BuildKit, which is Docker's default builder.
FROM node:22-trixie-slim AS assets
WORKDIR /src
COPY package.json package-lock.json ./
COPY scripts/assets scripts/
COPY api/web/assets/src api/web/assets/src
RUN --mount=type=cache,target=/root/.npm scripts/assets --prod

FROM golang:1.26.8-trixie AS build
ENV CGO_ENABLED=0 GOTOOLCHAIN=local
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
COPY --from=assets /src/api/web/assets/dist api/web/assets/dist
# timetzdata puts the time zones into the binary: working time follows the library's zone and the image has no files of them.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -trimpath -tags timetzdata -ldflags "-s -w" -o /evidencedesk .
# What the empty image needs beside the binary: roots of trust, a name for the user, a folder for temporary files, and the
# folder of the volume, which a new volume takes its owner from.
RUN mkdir -p /rootfs/etc/ssl/certs /owned/var/lib/evidencedesk \
    && cp /etc/ssl/certs/ca-certificates.crt /rootfs/etc/ssl/certs/ \
    && echo 'evidencedesk:x:65532:65532::/tmp:/sbin/nologin' > /rootfs/etc/passwd \
    && echo 'evidencedesk:x:65532:' > /rootfs/etc/group \
    && install -d -m 1777 /rootfs/tmp

FROM scratch
COPY --from=build /rootfs/ /
COPY --from=build --chown=65532:65532 /owned/ /
COPY --from=build /evidencedesk /evidencedesk
ENV HOME=/tmp
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/evidencedesk"]
CMD ["api"]
