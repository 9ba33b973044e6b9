const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const folders = ['apps', 'libs', 'libs/adapters', 'tools'];

/** Every project that has tests of its own. */
module.exports = {
  testSequencer: join(__dirname, 'jest.sequencer.js'),
  testTimeout: 60_000, // Jest heeds no project's own in a run of many
  projects: folders
    .filter((folder) => existsSync(join(__dirname, folder)))
    .flatMap((folder) => readdirSync(join(__dirname, folder)).map((name) => join(__dirname, folder, name)))
    .filter((project) => ['jest.config.js', 'jest.config.cjs'].some((name) => existsSync(join(project, name)))),
};
