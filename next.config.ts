import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  typedRoutes: true,
  poweredByHeader: false,
  serverExternalPackages: [
    "onnxruntime-node",
    "sharp",
    "@lancedb/lancedb",
    "apache-arrow",
    "undici",
  ],
};

export default config;
