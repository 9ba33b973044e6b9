# One image for every program of Parley; what a container runs is its command, such as `node apps/routing/dist/main.js`.
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
ENV CI=true NX_DAEMON=false NX_NO_CLOUD=true NX_TUI=false
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund
RUN npx nx run-many -t build -p tag:type:service tag:type:desktop @parley/simulator @parley/migrate @parley/redrive
RUN node tools/image/assemble.mjs /parley

FROM ${NODE_IMAGE}
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
# The only folder that is written to: copies of customers' files.
RUN install -d -o node -g node /var/lib/parley
COPY --from=build /parley /parley
WORKDIR /parley
USER 1000:1000
CMD ["node", "-e", "console.error('Name a program, such as: node apps/routing/dist/main.js'); process.exit(78)"]
