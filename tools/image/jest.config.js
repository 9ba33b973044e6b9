const { globalSetup: _database, globalTeardown: _gone, ...preset } = require('../../jest.preset.js');

module.exports = { ...preset, displayName: 'image' };
