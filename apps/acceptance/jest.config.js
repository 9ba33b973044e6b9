const preset = { ...require('../../jest.preset.js') };

// The product brings its own PostgreSQL.
delete preset.globalSetup;
delete preset.globalTeardown;

module.exports = { ...preset, displayName: 'acceptance' };
