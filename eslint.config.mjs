import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import ts from 'typescript-eslint';
import { boundaries, domainOnly } from './tools/tidy/boundaries.mjs';
import { pureFiles, pureRules, shortParameterLists } from './tools/tidy/purity.mjs';

const nodeGlobals = Object.fromEntries(
  [
    ...['process', 'console', 'fetch', 'URL', 'Buffer', 'AbortSignal', 'AbortController', 'performance', 'globalThis'],
    ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask', 'structuredClone'],
    ...['TextEncoder', 'TextDecoder', 'URLSearchParams', 'Response', 'Request', 'Headers'],
  ].map((name) => [name, 'readonly']),
);
const commonJsGlobals = { ...nodeGlobals, module: 'writable', require: 'readonly', __dirname: 'readonly', __filename: 'readonly' };
const browserGlobals = Object.fromEntries(
  [
    ...['document', 'window', 'location', 'history', 'navigator', 'localStorage', 'sessionStorage', 'EventSource', 'FormData', 'CSS'],
    ...['Option', 'Event', 'CustomEvent', 'HTMLElement', 'Node', 'MutationObserver', 'requestAnimationFrame', 'crypto', 'Intl'],
  ].map((name) => [name, 'readonly']),
);

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '.nx/**', '.parley/**', '.test/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { files: ['**/*.{ts,tsx,cts,mts}'], extends: [...ts.configs.recommended] },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: nodeGlobals } },
  { files: ['**/*.{js,cjs}'], languageOptions: { sourceType: 'commonjs', globals: commonJsGlobals } },
  { files: ['tools/simulator/page/**'], languageOptions: { sourceType: 'module', globals: { ...nodeGlobals, ...browserGlobals } } },
  {
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...shortParameterLists],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  // A suite is one function to the linter, and what it receives from outside has no type yet.
  {
    files: ['**/*.spec.{ts,tsx}', '**/*.contract.ts', '**/testing/**/*.ts'],
    rules: { 'max-lines': ['error', 400], 'max-lines-per-function': 'off', '@typescript-eslint/no-explicit-any': 'off' },
  },
  { files: ['**/migrations/**'], rules: { 'max-lines-per-function': 'off' } }, // one list of statements
  { files: ['libs/contracts/src/conversation/evolve.ts'], rules: { 'max-lines-per-function': ['error', 80] } }, // one arm an event
  { files: ['tools/**'], rules: { 'no-console': 'off', ...domainOnly } },
  {
    files: ['**/*.{ts,tsx,mjs,cjs,js}'],
    ignores: ['**/jest.config.{js,cjs}'], // each starts from the preset in the root
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', boundaries] },
  },
  { files: pureFiles.files, ignores: pureFiles.ignores, rules: pureRules },
);
