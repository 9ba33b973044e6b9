import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** The widgets bring texts in thirty languages; those that the desktop does not speak weigh nothing. */
const spokenLocales: Plugin = {
  name: 'spoken-locales',
  enforce: 'pre',
  load(id) {
    const locale = /\/react-aria[^/]*\/.*\/intl\/.*\/([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1];
    return locale && locale !== 'en-US' && locale !== 'es-ES' ? 'export default {}' : undefined;
  },
};

export default defineConfig({
  plugins: [spokenLocales, react()],
  resolve: { conditions: ['@parley/source', ...defaultClientConditions] },
  server: { port: 4200, strictPort: true, proxy: { '/api': process.env.PARLEY_URL ?? 'http://127.0.0.1:3000' } },
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: true, target: 'baseline-widely-available' },
});
