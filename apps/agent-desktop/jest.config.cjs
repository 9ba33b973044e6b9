const preset = { ...require('../../jest.preset.js') };

// Nothing here needs a database.
delete preset.globalSetup;
delete preset.globalTeardown;

module.exports = { ...preset, displayName: 'agent-desktop' };
