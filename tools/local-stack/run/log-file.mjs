import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

const maxBytes = 20_000_000;

/** A log that takes the disk space of two files at most: the present one, and the one before it under `.1`. */
export class LogFile {
  #file;
  #bytes;

  constructor(path) {
    this.path = path;
    this.#open();
  }

  /** Writes at once, so nothing is held in memory; a full disk loses log lines and nothing else. */
  write(chunk) {
    try {
      if (this.#bytes > maxBytes) this.#rotate();
      this.#bytes += writeSync(this.#file, chunk);
    } catch {
      // there is nowhere left to say so
    }
  }

  #open() {
    this.#file = openSync(this.path, 'a', 0o600);
    this.#bytes = statSync(this.path).size;
  }

  #rotate() {
    closeSync(this.#file);
    renameSync(this.path, `${this.path}.1`);
    this.#open();
  }
}
