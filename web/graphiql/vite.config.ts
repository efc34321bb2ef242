// Serves GraphiQL, and asks the server beside it as the client would be asked.
import { defineConfig } from 'vite';

const server = process.env.AREOPAG_SERVER ?? 'http://localhost:8000';

export default defineConfig({
  // Its workers are files of their own, which packing beforehand cannot load.
  optimizeDeps: { exclude: ['graphiql/setup-workers/vite', '@graphiql/react/setup-workers/vite'] },
  server: {
    port: 5174,
    // The server compares the origin of an act with the host it was asked as, so both stay those of the browser.
    proxy: Object.fromEntries(
      ['/graphql', '/session'].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
});
