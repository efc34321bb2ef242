// How the client is built and served while it is being written.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.AREOPAG_SERVER ?? 'http://localhost:8000';

export default defineConfig({
  plugins: [react()],
  server: {
    // The programs that a page shows are read from `examples/`; the rest of the repository is not served: data lie there.
    fs: { allow: ['.', '../examples'] },
    proxy: Object.fromEntries(
      // The server compares the origin of an act with the host it was asked as, so both stay those of the browser.
      [
        '/graphql',
        '/session',
        '/files',
        '/uploads',
        '/published',
        '/data/',
        '/feeds',
        '/badges',
        '/processes/',
        '/deadlines.ics',
        '/minutes',
        '/answer',
        '/guide',
        '/glossary',
        '/schema.graphql',
      ].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
  build: {
    // Data addresses and inline scripts are forbidden by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
