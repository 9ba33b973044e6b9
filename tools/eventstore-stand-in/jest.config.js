const preset = require('../../jest.preset.js');

module.exports = { ...preset, displayName: 'eventstore-stand-in' };
