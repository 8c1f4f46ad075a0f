# The site and the commands in one image: docs/cluster.md. Whatever is fetched is fetched while it is
# built; at run time it asks nobody for anything but what its owner or a guest names.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev && rm -rf .next/cache

FROM node:20-bookworm-slim
WORKDIR /app
# As lib/launch/serve.mjs has it. WAVELENGTH_HOST is what it listens on inside the container.
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    NEXT_MANUAL_SIG_HANDLE=1 \
    LANCEDB_LOG=error \
    WAVELENGTH_HOST=0.0.0.0 \
    WAVELENGTH_DATA=/data \
    WAVELENGTH_PROVIDERS=cpu
COPY --from=build /app/package.json /app/next.config.ts /app/tsconfig.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/models models
COPY --from=build /app/dist dist
COPY --from=build /app/.next .next
# New volumes take over whose the folders are that they are mounted on.
RUN mkdir /data /thumbnails && chown node:node /data /thumbnails .next
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-http-header-size=65536", "node_modules/next/dist/bin/next", "start", "--hostname", "0.0.0.0", "--port", "3000"]
