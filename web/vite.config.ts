import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const backend = process.env.REXIAN_WEB_URL ?? 'http://127.0.0.1:8080';

export default defineConfig(async ({ mode }) => ({
  plugins: [react(), ...(mode === 'sample' ? [(await import('./dev/sample-server.ts')).sampleServer()] : [])],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    host: '127.0.0.1',
    ...(mode === 'sample'
      ? {}
      : {
          proxy: {
            '/api': { target: backend, ws: true },
            '/ws': { target: backend, ws: true },
          },
        }),
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 1500, // elkjs, loaded when the studio first arranges a flow
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 60_000,
  },
}));
