const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const swc = JSON.parse(readFileSync(join(__dirname, '.swcrc'), 'utf8'));
delete swc.$schema;
swc.module = { type: 'commonjs' };

/** What every project's jest.config.js starts from: swc, sources of the libs, and one real PostgreSQL for the whole run. */
module.exports = {
  testEnvironment: 'node',
  transform: { '^.+\\.tsx?$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json'],
  testEnvironmentOptions: { customExportConditions: ['@parley/source', 'node', 'node-addons', 'require'] },
  setupFiles: ['reflect-metadata'],
  testMatch: ['**/*.spec.ts'],
  globalSetup: join(__dirname, 'tools/local-stack/jest-global-setup.mjs'),
  globalTeardown: join(__dirname, 'tools/local-stack/jest-global-teardown.mjs'),
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};
