import type { Child, ChildMember } from '@parley/event-sourcing/testing';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { KafkaConnection } from '../kafka/kafka-connection';

export type ChildSettings = ChildMember & ({ readonly databaseUrl: string } | { readonly kafka: KafkaConnection; readonly sessionTimeoutMs: number });

const ROOT = resolve(__dirname, '../../../../..');

/** Runs members of groups as processes of their own; `remove` when no more are needed, and whoever still runs ends. */
export class ChildMembers {
  private readonly directory = mkdtempSync(join(tmpdir(), 'parley-bus-member-'));
  private readonly script = join(this.directory, 'member.js');
  private readonly running = new Set<ChildProcess>();

  constructor() {
    const external = ['pg', 'kafkajs', 'typeorm', 'uuid', 'rxjs', 'prom-client', 'fast-check', '@nestjs/*'].map((name) => `--external:${name}`);
    const flags = ['--bundle', '--platform=node', '--conditions=@parley/source', '--log-level=error', ...external];
    execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [join(__dirname, 'member.child.ts'), ...flags, `--outfile=${this.script}`]);
  }

  async spawn(settings: ChildSettings): Promise<Child & { readonly process: ChildProcess }> {
    const child = fork(this.script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [], env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules') } });
    this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    child.send(settings);
    await once(child, 'message');
    const exited = once(child, 'exit');
    return {
      process: child,
      kill: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
  }

  remove(): void {
    for (const child of this.running) child.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}
