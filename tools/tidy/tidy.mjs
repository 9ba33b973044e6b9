/** The checks that lint cannot make, and the proof that lint makes its own. Part of `npm run lint`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { importsOfSiblings, staleLock, tooLong, undeclaredImports, wrongTags } from './layout.mjs';
import { probesThatPass } from './probes.mjs';
import { root } from './workspace.mjs';

/** The linter reads the project graph that Nx leaves in its cache. */
function cacheProjectGraph() {
  const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' };
  const { status, stderr } = spawnSync(process.execPath, [nx, 'show', 'projects'], { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Nx cannot read the workspace: ${stderr}`);
}

cacheProjectGraph();
const { missed, count } = await probesThatPass();
const problems = [...wrongTags(), ...staleLock(), ...undeclaredImports(), ...tooLong(), ...importsOfSiblings(), ...missed];
for (const problem of problems) console.error(problem);
console.log(`${count} planted violations and permitted imports, ${missed.length} judged wrongly; ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
