const { default: Sequencer } = require('@jest/test-sequencer');

/** How many seconds suites take about, by their path; the first that fits counts. */
const ABOUT_SECONDS = [
  [/\/(replicas|resilience\.int)\.spec/, 90],
  [/\/handing-over\.engines\.spec/, 80],
  [/\/tools\/sim\//, 70],
  [/\/agent-desktop-e2e\//, 60],
  [/\/(kafka|eventstoredb)\/|\.engines\.spec/, 50],
  [/\/acceptance\//, 40],
  [/(state-machine|-invariants)\.spec/, 30],
  [/\.int\.spec/, 10],
];

/**
 * Long suites first, so that none is left for one worker alone at the end. Jest does so by itself where it has measured before;
 * on a fresh clone it would go by the size of the files, which says nothing of how long they take.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const about = ({ path, duration }) => duration ?? 1_000 * (ABOUT_SECONDS.find(([pattern]) => pattern.test(path))?.[1] ?? 1);
    return [...tests].sort((one, other) => about(other) - about(one));
  }
};
