import type { NextConfig } from "next";

/**
 * Nothing leaves the origin and nothing frames us. Inline scripts are Next's own and the one that
 * places a wall before first paint; they carry no input that is not JSON-escaped.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const config: NextConfig = {
  reactStrictMode: true,
  typedRoutes: true,
  poweredByHeader: false,
  // `npm test` checks the types; whoever starts the app need not wait for it.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        // Next's development server evaluates code for hot reload.
        ...(process.env.NODE_ENV === "production"
          ? [{ key: "content-security-policy", value: CONTENT_SECURITY_POLICY }]
          : []),
        { key: "referrer-policy", value: "no-referrer" },
        { key: "x-content-type-options", value: "nosniff" },
        // Another site's page may not show our pictures, nor learn by that which ones we have.
        { key: "cross-origin-resource-policy", value: "same-origin" },
        { key: "cross-origin-opener-policy", value: "same-origin" },
        { key: "permissions-policy", value: "geolocation=(), microphone=()" },
      ],
    },
  ],
  serverExternalPackages: [
    "onnxruntime-node",
    "sharp",
    "@napi-rs/canvas",
    "@lancedb/lancedb",
    "@qdrant/js-client-rest",
    "apache-arrow",
    "undici",
    "prom-client",
  ],
};

export default config;
