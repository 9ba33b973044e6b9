"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __name = (target, value) => __defProp(target, "name", { value, configurable: true });
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/tmp-parts.ts
var tmp_parts_exports = {};
__export(tmp_parts_exports, {
  AGENTS: () => AGENTS,
  CONVERSATIONS_PER_AGENT: () => CONVERSATIONS_PER_AGENT,
  Desk: () => Desk,
  NUMBERS: () => NUMBERS,
  PASSWORD: () => PASSWORD,
  SUPERVISOR: () => SUPERVISOR,
  WEBHOOK_PATH: () => WEBHOOK_PATH,
  agentIds: () => agentIds,
  benchConfig: () => benchConfig,
  freshDatabase: () => freshDatabase,
  gatewayPort: () => gatewayPort,
  load: () => load,
  measureCatchUp: () => measureCatchUp,
  measureCommands: () => measureCommands,
  measureLive: () => measureLive,
  measureProcesses: () => measureProcesses,
  notificationBytes: () => notificationBytes,
  phoneOf: () => phoneOf,
  processesOf: () => processesOf,
  quiet: () => quiet,
  servicePids: () => servicePids,
  startBareServer: () => startBareServer,
  until: () => until
});
module.exports = __toCommonJS(tmp_parts_exports);

// src/product/running.ts
var import_promises2 = require("node:timers/promises");

// src/measure/processes.ts
var import_node_fs = require("node:fs");
var import_node_path = require("node:path");
var TICKS_PER_SECOND = 100;
function measureProcesses(roots) {
  const parents = parentsOfAll();
  const services = new Set(Object.values(roots));
  return Object.entries(roots).flatMap(([name, root]) => {
    const pids = [
      root,
      ...descendants(root, parents).filter((pid) => !services.has(pid) && !isUnder(pid, root, services, parents))
    ];
    const figures = pids.map((pid) => ({
      mb: memoryMb(pid),
      cpu: cpuSeconds(pid)
    })).filter(({ mb }) => mb > 0);
    if (figures.length === 0) return [];
    const sum = /* @__PURE__ */ __name((pick) => figures.reduce((total, one) => total + pick(one), 0), "sum");
    return [
      {
        name,
        processes: figures.length,
        residentMb: sum(({ mb }) => mb),
        cpuSeconds: sum(({ cpu }) => cpu)
      }
    ];
  });
}
__name(measureProcesses, "measureProcesses");
function servicePids(dataDir) {
  const run = JSON.parse((0, import_node_fs.readFileSync)((0, import_node_path.join)(dataDir, "run.json"), "utf8"));
  return Object.fromEntries(Object.entries(run).map(([name, { pid }]) => [
    name,
    pid
  ]));
}
__name(servicePids, "servicePids");
function isUnder(pid, root, services, parents) {
  for (let at = parents.get(pid); at !== void 0 && at !== root; at = parents.get(at)) if (services.has(at)) return true;
  return false;
}
__name(isUnder, "isUnder");
function descendants(root, parents) {
  const isBelow = /* @__PURE__ */ __name((pid) => {
    for (let at = parents.get(pid); at !== void 0 && at > 0; at = parents.get(at)) if (at === root) return true;
    return false;
  }, "isBelow");
  return [
    ...parents.keys()
  ].filter(isBelow);
}
__name(descendants, "descendants");
function parentsOfAll() {
  const parents = /* @__PURE__ */ new Map();
  for (const entry of readOr([], () => (0, import_node_fs.readdirSync)("/proc"))) if (/^\d+$/.test(entry)) {
    const parent = statOf(Number(entry))[1];
    if (parent !== void 0) parents.set(Number(entry), Number(parent));
  }
  return parents;
}
__name(parentsOfAll, "parentsOfAll");
var memoryMb = /* @__PURE__ */ __name((pid) => {
  const kb = /* @__PURE__ */ __name((file, name) => readOr(0, () => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec((0, import_node_fs.readFileSync)(`/proc/${pid}/${file}`, "utf8"))?.[1] ?? 0)), "kb");
  return (kb("smaps_rollup", "Pss") || kb("status", "VmRSS")) / 1024;
}, "memoryMb");
var cpuSeconds = /* @__PURE__ */ __name((pid) => {
  const [, , , , , , , , , , , user, system] = statOf(pid);
  return (Number(user ?? 0) + Number(system ?? 0)) / TICKS_PER_SECOND;
}, "cpuSeconds");
var statOf = /* @__PURE__ */ __name((pid) => readOr([], () => (0, import_node_fs.readFileSync)(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")), "statOf");
function readOr(fallback, read2) {
  try {
    return read2();
  } catch {
    return fallback;
  }
}
__name(readOr, "readOr");

// src/until.ts
var import_promises = require("node:timers/promises");
async function until(what, withinMs, condition) {
  const startedMs = performance.now();
  while (!await condition()) {
    if (performance.now() - startedMs > withinMs) throw new Error(`not within ${withinMs / 1e3} s: ${what}`);
    await (0, import_promises.setTimeout)(20);
  }
}
__name(until, "until");

// src/product/running.ts
var LOOK_MS = 300;
var IDLE_SHARE = 0.25;
var QUIET_WITHIN_MS = 9e4;
var gatewayPort = /* @__PURE__ */ __name(({ url }) => Number(new URL(url).port), "gatewayPort");
var processesOf = /* @__PURE__ */ __name(({ dataDir, postgresPid }) => measureProcesses({
  ...servicePids(dataDir),
  PostgreSQL: postgresPid
}), "processesOf");
async function quiet(running) {
  const cpu = /* @__PURE__ */ __name(() => processesOf(running).reduce((sum, { cpuSeconds: cpuSeconds2 }) => sum + cpuSeconds2, 0), "cpu");
  await until("the product has nothing to do", QUIET_WITHIN_MS, async () => {
    const before = cpu();
    await (0, import_promises2.setTimeout)(LOOK_MS);
    return (cpu() - before) * 1e3 < LOOK_MS * IDLE_SHARE;
  });
}
__name(quiet, "quiet");

// src/product/agent.ts
var import_node_http = require("node:http");

// src/load/connection.ts
var import_node_net = require("node:net");
var ANSWER_WITHIN_MS = 3e4;
var Connection = class {
  static {
    __name(this, "Connection");
  }
  constructor(port) {
    this.port = port;
    this.text = "";
  }
  /** @throws when the connection breaks or no answer comes */
  async ask(request) {
    const socket = this.socket ??= await this.open();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(new Error(`no answer on port ${this.port}`)), ANSWER_WITHIN_MS);
      this.settle = (outcome) => {
        clearTimeout(timer);
        this.settle = void 0;
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      socket.write(request);
    });
  }
  close() {
    this.socket?.destroy();
    this.socket = void 0;
  }
  open() {
    return new Promise((resolve, reject) => {
      const socket = (0, import_node_net.connect)({
        port: this.port,
        host: "127.0.0.1",
        noDelay: true
      }).setEncoding("latin1");
      socket.once("connect", () => resolve(socket)).once("error", reject);
      socket.on("error", (error) => this.fail(error));
      socket.on("close", () => this.fail(new Error(`port ${this.port} hung up`)));
      socket.on("data", (chunk) => this.take(String(chunk)));
    });
  }
  take(chunk) {
    this.text += chunk;
    const end = answerEnd(this.text);
    if (end === void 0) return;
    const answer = {
      status: Number(this.text.slice(9, 12)),
      body: this.text.slice(end.bodyFrom, end.bodyTo)
    };
    this.text = this.text.slice(end.next);
    this.settle?.(answer);
  }
  fail(error) {
    this.close();
    this.text = "";
    this.settle?.(error);
  }
};
function answerEnd(text) {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd === -1) return void 0;
  const head = text.slice(0, headEnd).toLowerCase();
  const bodyFrom = headEnd + 4;
  if (head.includes("transfer-encoding: chunked")) {
    const last = text.indexOf("\r\n0\r\n\r\n", headEnd + 2);
    return last === -1 ? void 0 : {
      bodyFrom,
      bodyTo: last,
      next: last + 7
    };
  }
  const next = bodyFrom + Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return text.length < next ? void 0 : {
    bodyFrom,
    bodyTo: next,
    next
  };
}
__name(answerEnd, "answerEnd");
function requestBytes(method, path, options = {}) {
  const body = options.body === void 0 ? void 0 : Buffer.from(options.body);
  const headers = {
    Host: "127.0.0.1",
    ...options.headers,
    ...body && {
      "Content-Type": "application/json",
      "Content-Length": String(body.length)
    }
  };
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  ];
  return Buffer.concat([
    Buffer.from(`${lines.join("\r\n")}\r
\r
`),
    body ?? Buffer.alloc(0)
  ]);
}
__name(requestBytes, "requestBytes");

// src/product/bench-config.ts
var import_node_crypto = require("node:crypto");
var import_yaml = require("yaml");
var AGENTS = 20;
var CONVERSATIONS_PER_AGENT = 30;
var NUMBERS = Array.from({
  length: 8
}, (_, index) => String(900000000000001 + index));
var PASSWORD = "parley-bench";
var SUPERVISOR = "supervisor";
var LONG_SECONDS = 900;
var LOG_N = 12;
var agentIds = Array.from({
  length: AGENTS
}, (_, index) => `agent-${index + 1}`);
function benchConfig() {
  const passwordHash = hash(PASSWORD);
  const queues = [
    "one",
    "two",
    "three",
    "four"
  ];
  return (0, import_yaml.stringify)({
    numbers: NUMBERS.map((phoneNumberId, index) => ({
      phoneNumberId,
      displayNumber: `+1 555 019 000${index}`,
      queue: queues[index % queues.length]
    })),
    queues: queues.map((id) => ({
      id,
      name: `Queue ${id}`,
      agents: agentIds,
      offerTimeoutSeconds: LONG_SECONDS
    })),
    agents: [
      ...agentIds.map((id) => ({
        id,
        name: id,
        maxConversations: CONVERSATIONS_PER_AGENT,
        passwordHash
      })),
      {
        id: SUPERVISOR,
        name: "Supervisor",
        roles: [
          "supervisor"
        ],
        passwordHash
      }
    ],
    wrapUp: {
      timeoutSeconds: 86400,
      defaultReason: "none",
      reasons: [
        {
          id: "none",
          name: {
            en: "None",
            es: "Ninguno"
          }
        }
      ]
    }
  });
}
__name(benchConfig, "benchConfig");
function hash(password) {
  const salt = (0, import_node_crypto.randomBytes)(16);
  const unpadded = /* @__PURE__ */ __name((bytes) => bytes.toString("base64").replace(/=+$/, ""), "unpadded");
  return `$scrypt$ln=${LOG_N},r=8,p=1$${unpadded(salt)}$${unpadded((0, import_node_crypto.scryptSync)(password, salt, 32, {
    N: 2 ** LOG_N,
    r: 8,
    p: 1
  }))}`;
}
__name(hash, "hash");

// src/product/agent.ts
var Agent = class _Agent {
  static {
    __name(this, "Agent");
  }
  constructor(url, id, token) {
    this.url = url;
    this.id = id;
    this.token = token;
  }
  static async signIn(url, id) {
    const answer = await fetch(`${url}/api/auth/token`, {
      method: "POST",
      headers: {
        "content-type": "application/json"
      },
      body: JSON.stringify({
        username: id,
        password: PASSWORD
      })
    });
    if (!answer.ok) throw new Error(`sign-in of ${id}: ${answer.status} ${await answer.text()}`);
    const { accessToken } = await answer.json();
    return new _Agent(new URL(url), id, accessToken);
  }
  /** @throws when the answer is not a success */
  async call(method, path, body) {
    const answer = await fetch(new URL(path, this.url), {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...body && {
          "content-type": "application/json"
        }
      },
      ...body && {
        body: JSON.stringify(body)
      }
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} by ${this.id}: ${answer.status} ${text}`);
    return text === "" ? void 0 : JSON.parse(text);
  }
  /** The bytes of a command, to be sent later. */
  request(method, path, body) {
    return requestBytes(method, path, {
      body: JSON.stringify(body),
      headers: {
        Authorization: `Bearer ${this.token}`
      }
    });
  }
  /** Follows the agent's live stream; resolves at the snapshot, which `onLive` sees too. */
  follow(onLive) {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.token}`,
        accept: "text/event-stream"
      };
      (0, import_node_http.get)(new URL("/api/live", this.url), {
        headers,
        agent: false
      }, (stream) => {
        if (stream.statusCode !== 200) return reject(new Error(`live stream of ${this.id}: ${stream.statusCode}`));
        this.stream = stream;
        readEvents(stream, (event, data, atMs) => {
          onLive(event, data, atMs);
          if (event === "snapshot") resolve();
        });
        return void 0;
      }).on("error", reject);
    });
  }
  leave() {
    this.stream?.destroy();
  }
};
function readEvents(stream, onEvent) {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("error", () => void 0);
  stream.on("data", (chunk) => {
    const atMs = performance.now();
    text += chunk;
    for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const event = lines.find((line) => line.startsWith("event:"))?.slice(6).trim();
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
      if (event) onEvent(event, JSON.parse(data), atMs);
    }
  });
}
__name(readEvents, "readEvents");

// src/product/desk.ts
var Desk = class _Desk {
  static {
    __name(this, "Desk");
  }
  constructor(agents) {
    this.agents = agents;
    this.held = /* @__PURE__ */ new Map();
    this.onMessage = () => {
    };
    this.accepts = 0;
    this.refusals = 0;
  }
  static async open(url) {
    const agents = [];
    for (const id of agentIds) agents.push(await Agent.signIn(url, id));
    const desk = new _Desk(agents);
    for (const agent of agents) {
      await agent.follow((event, data, atMs) => desk.hear(agent, event, data, atMs));
      await agent.call("PUT", "/api/me/state", {
        state: "available"
      });
    }
    return desk;
  }
  close() {
    for (const agent of this.agents) agent.leave();
  }
  hear(agent, event, data, atMs) {
    if (event === "offer.created") this.accept(agent, data);
    else if (event === "conversation.updated") this.note(agent, data);
    else if (event === "snapshot") {
      for (const offer of data["offers"]) this.accept(agent, offer);
      for (const shown of data["conversations"]) this.note(agent, shown);
    } else if (event === "message.added" && data["direction"] === "inbound") this.onMessage(String(data["text"]), atMs);
  }
  accept(agent, { conversationId, offerId }) {
    agent.call("POST", `/api/conversations/${conversationId}/accept`, {
      offerId
    }).then((shown) => {
      this.accepts++;
      this.note(agent, shown);
    }, () => this.refusals++);
  }
  note(agent, { conversationId, status, customer }) {
    if (status === "active") this.held.set(conversationId, {
      conversationId,
      phone: customer.phone.replace(/\D/g, ""),
      agent
    });
    else this.held.delete(conversationId);
  }
};

// src/load/load.ts
async function load({ port, connections, next, durationMs }) {
  const startedMs = performance.now();
  const byStatus = {};
  const latencies = [];
  const run = /* @__PURE__ */ __name(async () => {
    const connection = new Connection(port);
    try {
      while (performance.now() - startedMs < durationMs) {
        const bytes = next();
        if (bytes === void 0) return;
        const sentMs = performance.now();
        const { status } = await connection.ask(bytes);
        latencies.push(performance.now() - sentMs);
        byStatus[status] = (byStatus[status] ?? 0) + 1;
      }
    } finally {
      connection.close();
    }
  }, "run");
  await Promise.all(Array.from({
    length: connections
  }, run));
  const good = Object.entries(byStatus).reduce((sum, [status, count]) => sum + (Number(status) < 300 ? count : 0), 0);
  return {
    perSecond: good * 1e3 / (performance.now() - startedMs),
    byStatus,
    latencies
  };
}
__name(load, "load");

// src/load/notifications.ts
var import_node_crypto2 = require("node:crypto");
var WEBHOOK_PATH = "/webhooks/whatsapp";
function notificationBytes(notification) {
  const body = JSON.stringify(notificationBody(notification)).replace(/[\u007f-\uffff]/g, escaped).replaceAll("/", "\\/");
  const signature = (0, import_node_crypto2.createHmac)("sha256", notification.appSecret).update(body).digest("hex");
  return requestBytes("POST", WEBHOOK_PATH, {
    body,
    headers: {
      "X-Hub-Signature-256": `sha256=${signature}`
    }
  });
}
__name(notificationBytes, "notificationBytes");
var phoneOf = /* @__PURE__ */ __name((customer) => `1202${String(customer).padStart(7, "0")}`, "phoneOf");
var escaped = /* @__PURE__ */ __name((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`, "escaped");
function notificationBody({ phoneNumberId, customer, wamid, text }) {
  const [phone, bsuid] = [
    phoneOf(customer),
    `US.${String(customer).padStart(18, "9")}`
  ];
  const timestamp = String(Math.floor(Date.now() / 1e3));
  const value = {
    messaging_product: "whatsapp",
    metadata: {
      display_phone_number: "15550100001",
      phone_number_id: phoneNumberId
    },
    contacts: [
      {
        profile: {
          name: `Customer ${customer}`
        },
        wa_id: phone,
        user_id: bsuid
      }
    ],
    messages: [
      {
        from: phone,
        from_user_id: bsuid,
        id: wamid,
        timestamp,
        type: "text",
        text: {
          body: text
        }
      }
    ]
  };
  return {
    object: "whatsapp_business_account",
    entry: [
      {
        id: "200000000000001",
        changes: [
          {
            value,
            field: "messages"
          }
        ]
      }
    ]
  };
}
__name(notificationBody, "notificationBody");

// src/measure/live.ts
var import_promises3 = require("node:timers/promises");

// src/report/statistics.ts
function median(values) {
  const sorted = [
    ...values
  ].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
__name(median, "median");
function percentiles(values) {
  const sorted = Float64Array.from(values).sort();
  const at = /* @__PURE__ */ __name((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN, "at");
  return {
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1)
  };
}
__name(percentiles, "percentiles");
async function inTurns(turns, measure) {
  const figures = [];
  const ceilings = [];
  for (let turn = 0; turn < turns; turn++) {
    ceilings.push(await measure.ceiling(turn));
    figures.push(await measure.figure(turn));
  }
  return {
    figure: median(figures),
    ceiling: median(ceilings),
    ratio: median(figures) / median(ceilings),
    figures,
    ceilings
  };
}
__name(inTurns, "inTurns");

// src/measure/live.ts
var MAX_TURN_MS = 5e3;
var ON_THEIR_WAY = 96;
var HALF_TURN_MS = 1e4;
var TICK_MS = 5;
var CONNECTIONS = 64;
var ARRIVE_WITHIN_MS = 3e4;
async function measureLive(running, desk) {
  const writers = new Writers(running, desk);
  try {
    await writers.flood(1e3);
    await quiet(running);
    const maximum = await writers.flood(MAX_TURN_MS);
    await quiet(running);
    const load2 = maximum / 2;
    return {
      maximum,
      load: load2,
      ...await writers.steady(load2, HALF_TURN_MS)
    };
  } finally {
    writers.close();
  }
}
__name(measureLive, "measureLive");
var Writers = class Writers2 {
  static {
    __name(this, "Writers");
  }
  constructor(running, desk) {
    this.running = running;
    this.sentMs = /* @__PURE__ */ new Map();
    this.latencies = [];
    this.next = 0;
    this.idle = Array.from({
      length: CONNECTIONS
    }, () => new Connection(gatewayPort(running)));
    this.phones = [
      ...desk.held.values()
    ].map(({ phone }) => phone);
    desk.onMessage = (text, atMs) => {
      const sentMs = this.sentMs.get(text);
      if (sentMs === void 0) return;
      this.sentMs.delete(text);
      this.latencies.push(atMs - sentMs);
    };
  }
  close() {
    for (const connection of this.idle) connection.close();
  }
  /** Messages per second when a new one goes out whenever one has arrived. */
  async flood(durationMs) {
    const startedMs = performance.now();
    this.latencies = [];
    while (performance.now() - startedMs < durationMs) {
      while (this.sentMs.size < ON_THEIR_WAY && this.idle.length > 0) this.write();
      await (0, import_promises3.setTimeout)(1);
    }
    const perSecond = this.latencies.length * 1e3 / (performance.now() - startedMs);
    await this.allArrived();
    return perSecond;
  }
  /** At a steady rate, whatever arrives. */
  async steady(perSecond, durationMs) {
    const startedMs = performance.now();
    this.latencies = [];
    let sent = 0;
    for (let nowMs = 0; nowMs < durationMs; nowMs = performance.now() - startedMs) {
      for (; sent < nowMs * perSecond / 1e3 && this.idle.length > 0; sent++) this.write();
      await (0, import_promises3.setTimeout)(TICK_MS);
    }
    await this.allArrived();
    return {
      sent,
      missing: this.sentMs.size,
      latency: percentiles(this.latencies)
    };
  }
  async allArrived() {
    await until("every message is on a screen", ARRIVE_WITHIN_MS, () => this.sentMs.size === 0).catch(() => void 0);
  }
  write() {
    const customer = Number(this.phones[this.next % this.phones.length].slice(4));
    const text = `live ${process.pid} ${this.next++}`;
    const bytes = notificationBytes({
      appSecret: this.running.appSecret,
      phoneNumberId: NUMBERS[customer % NUMBERS.length],
      customer,
      wamid: `wamid.${Buffer.from(text).toString("base64")}`,
      text
    });
    const connection = this.idle.pop();
    this.sentMs.set(text, performance.now());
    connection.ask(bytes).then(() => this.idle.push(connection), () => this.idle.push(connection));
  }
};

// src/measure/commands.ts
var import_node_crypto4 = require("node:crypto");

// src/ceiling/bare-server.ts
var import_node_child_process = require("node:child_process");
var import_node_crypto3 = require("node:crypto");
var import_node_http2 = require("node:http");
var import_pg = require("pg");
var CONNECTIONS2 = 16;
var BARE_SERVER = "bare-server";
async function startBareServer(settings) {
  const child = (0, import_node_child_process.fork)(__filename, [
    BARE_SERVER
  ], {
    env: {
      ...process.env,
      DATABASE_URL: settings.databaseUrl,
      WHATSAPP_APP_SECRET: settings.appSecret
    }
  });
  const port = await new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message.port));
    child.once("exit", () => reject(new Error("the bare server did not start")));
  });
  return {
    port,
    stop: /* @__PURE__ */ __name(() => child.disconnect(), "stop")
  };
}
__name(startBareServer, "startBareServer");
async function bareServer(env) {
  const pool = new import_pg.Pool({
    connectionString: env["DATABASE_URL"],
    max: CONNECTIONS2
  });
  const secret = env["WHATSAPP_APP_SECRET"] ?? "";
  await pool.query("create table if not exists bench_bare (id bigint generated always as identity primary key, body text not null)");
  const server = (0, import_node_http2.createServer)((request, response) => {
    store(request, response, {
      pool,
      secret
    }).catch(() => response.writeHead(503).end());
  });
  server.listen(0, "127.0.0.1", () => process.send?.({
    port: server.address().port
  }));
  process.once("disconnect", () => process.exit(0));
}
__name(bareServer, "bareServer");
async function store(request, response, { pool, secret }) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const isWebhook = request.url === WEBHOOK_PATH;
  if (isWebhook && !isSigned(request, bytes, secret)) {
    response.writeHead(401).end();
    return;
  }
  const body = bytes.toString();
  if (!isWebhook) JSON.parse(body);
  await pool.query({
    name: "bare",
    text: "insert into bench_bare (body) values ($1)",
    values: [
      body
    ]
  });
  response.writeHead(isWebhook ? 200 : 202, {
    "content-length": 0
  }).end();
}
__name(store, "store");
function isSigned(request, bytes, secret) {
  const given = Buffer.from(String(request.headers["x-hub-signature-256"] ?? ""));
  const expected = Buffer.from(`sha256=${(0, import_node_crypto3.createHmac)("sha256", secret).update(bytes).digest("hex")}`);
  return given.length === expected.length && (0, import_node_crypto3.timingSafeEqual)(given, expected);
}
__name(isSigned, "isSigned");

// src/measure/commands.ts
var CONNECTIONS3 = 32;
var TURNS = 3;
var TURN_MS = 1500;
var REQUESTS_MAX = 6e3;
async function measureCommands(running, desk) {
  const bare = await startBareServer({
    databaseUrl: running.serverUrl,
    appSecret: running.appSecret
  });
  const latencies = [];
  const byStatus = {};
  const flood = /* @__PURE__ */ __name((port) => load({
    port,
    connections: CONNECTIONS3,
    next: stock(desk),
    durationMs: TURN_MS
  }), "flood");
  try {
    const compared = await inTurns(TURNS, {
      ceiling: /* @__PURE__ */ __name(async () => (await flood(bare.port)).perSecond, "ceiling"),
      figure: /* @__PURE__ */ __name(async () => {
        const result = await flood(gatewayPort(running));
        latencies.push(...result.latencies);
        for (const [status, count] of Object.entries(result.byStatus)) byStatus[status] = (byStatus[status] ?? 0) + count;
        await quiet(running);
        return result.perSecond;
      }, "figure")
    });
    return {
      ...compared,
      latency: percentiles(latencies),
      byStatus
    };
  } finally {
    bare.stop();
  }
}
__name(measureCommands, "measureCommands");
function stock(desk) {
  const held = [
    ...desk.held.values()
  ];
  const requests = Array.from({
    length: REQUESTS_MAX
  }, (_, index) => {
    const { agent, conversationId } = held[index % held.length];
    const body = {
      messageId: (0, import_node_crypto4.randomUUID)(),
      type: "text",
      text: `Answer ${index}: your order is on its way.`
    };
    return agent.request("POST", `/api/conversations/${conversationId}/messages`, body);
  });
  let sent = 0;
  return () => requests[sent++];
}
__name(stock, "stock");

// src/database.ts
var import_pg2 = require("pg");
async function freshDatabase(url, name) {
  const client = new import_pg2.Client({
    connectionString: url
  });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const fresh = new URL(url);
  fresh.pathname = `/${name}`;
  return fresh.href;
}
__name(freshDatabase, "freshDatabase");
async function withConnections(url, count, use) {
  const clients = Array.from({
    length: count
  }, () => new import_pg2.Client({
    connectionString: url
  }));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    return await use(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => void 0)));
  }
}
__name(withConnections, "withConnections");

// src/measure/catch-up.ts
var import_node_child_process2 = require("node:child_process");
var import_node_crypto7 = require("node:crypto");
var import_node_path2 = require("node:path");
var import_promises6 = require("node:timers/promises");

// ../../libs/contracts/src/cloud-events.ts
function cloudEventHeaders(source, subject, event) {
  return {
    "content-type": "application/json",
    ce_specversion: "1.0",
    ce_id: event.id,
    ce_type: event.type,
    ce_source: source,
    ce_time: event.recordedAt,
    ce_subject: subject,
    ce_revision: String(event.revision),
    ce_position: String(event.position)
  };
}
__name(cloudEventHeaders, "cloudEventHeaders");

// ../../libs/contracts/src/topics.ts
var TOPICS = {
  /** Everything WhatsApp told us; key: business number and customer. */
  channelInbound: "channel.inbound.v1",
  /** What routing asks of a conversation; key: conversation id. */
  conversationCommands: "conversation.commands.v1",
  /** Every event of every conversation, as stored; key: conversation id. */
  conversationEvents: "conversation.events.v1",
  /** Every event of every agent, as stored; key: agent id. */
  agentEvents: "agent.events.v1"
};

// ../../libs/event-sourcing/src/message-bus/message-bus.ts
var DEFAULT_RETRY = {
  attemptsMax: 5,
  firstDelayMs: 100,
  delayMaxMs: 5e3
};
var Unprocessable = class extends Error {
  static {
    __name(this, "Unprocessable");
  }
  constructor(message, options) {
    super(message, options);
    this.name = "Unprocessable";
  }
};
var Unreachable = class extends Error {
  static {
    __name(this, "Unreachable");
  }
  constructor(message, options) {
    super(message, options);
    this.name = "Unreachable";
  }
};
var deadLettersOf = /* @__PURE__ */ __name((topic) => `${topic}.dlq`, "deadLettersOf");
var DEAD_LETTER_HEADERS = {
  topic: "parley_origin_topic",
  partition: "parley_origin_partition",
  offset: "parley_origin_offset",
  attempts: "parley_attempts",
  reason: "parley_reason",
  failedAt: "parley_failed_at"
};

// ../../libs/event-sourcing/src/timing/back-off.timer.ts
var DEFAULT_BACK_OFF = {
  firstDelayMs: 50,
  delayMaxMs: 2e3
};
function pause(ms, signal) {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = /* @__PURE__ */ __name(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    }, "end");
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
  });
}
__name(pause, "pause");
function backOff(attempt2, signal, { firstDelayMs, delayMaxMs } = DEFAULT_BACK_OFF) {
  const delayMs = Math.min(delayMaxMs, firstDelayMs * 2 ** Math.min(attempt2 - 1, 30));
  return pause(delayMs / 2 + Math.random() * delayMs / 2, signal);
}
__name(backOff, "backOff");

// ../../libs/event-sourcing/src/deciding/ids.ts
var import_uuid = require("uuid");
var NAMESPACE = "d0b5a7a0-5a44-4b0e-9b4e-5c5f0d6b7a11";
var derivedId = /* @__PURE__ */ __name((...words) => (0, import_uuid.v5)(words.join("\0"), NAMESPACE), "derivedId");

// ../../libs/event-sourcing/src/deciding/streams.ts
var import_lru_cache = require("lru-cache");

// ../../libs/event-sourcing/src/message-bus/bus-observer.ts
function observers(...all) {
  const told = all.filter((observer) => observer !== void 0);
  return {
    published: /* @__PURE__ */ __name((topic, records) => told.forEach((observer) => observer.published?.(topic, records)), "published"),
    handled: /* @__PURE__ */ __name((from, records, tookMs) => told.forEach((observer) => observer.handled?.(from, records, tookMs)), "handled"),
    retried: /* @__PURE__ */ __name((from, failure) => told.forEach((observer) => observer.retried?.(from, failure)), "retried"),
    deadLettered: /* @__PURE__ */ __name((from, failure) => told.forEach((observer) => observer.deadLettered?.(from, failure)), "deadLettered"),
    skipped: /* @__PURE__ */ __name((from, failure) => told.forEach((observer) => observer.skipped?.(from, failure)), "skipped"),
    lag: /* @__PURE__ */ __name((from, records) => told.forEach((observer) => observer.lag?.(from, records)), "lag"),
    troubled: /* @__PURE__ */ __name((doing, error) => told.forEach((observer) => observer.troubled?.(doing, error)), "troubled")
  };
}
__name(observers, "observers");

// ../../libs/event-sourcing/src/message-bus/dead-letter.ts
var REASON_MAX = 2e3;
function asDeadLetter(record2, failed, nowMs) {
  const { topic, partition, offset, key, value, headers } = record2;
  const letter = {
    key,
    value,
    headers: {
      ...headers,
      [DEAD_LETTER_HEADERS.topic]: topic,
      [DEAD_LETTER_HEADERS.partition]: String(partition),
      [DEAD_LETTER_HEADERS.offset]: String(offset),
      [DEAD_LETTER_HEADERS.attempts]: String(failed.attempt),
      [DEAD_LETTER_HEADERS.reason]: reasonOf(failed.error),
      [DEAD_LETTER_HEADERS.failedAt]: new Date(nowMs).toISOString()
    }
  };
  return {
    topic: deadLettersOf(topic),
    letter
  };
}
__name(asDeadLetter, "asDeadLetter");
var OURS = new Set(Object.values(DEAD_LETTER_HEADERS));
var revived = /* @__PURE__ */ __name(({ key, value, headers }) => ({
  key,
  value,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OURS.has(name)))
}), "revived");
function reasonOf(error) {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : plain(error);
  return reason.slice(0, REASON_MAX);
}
__name(reasonOf, "reasonOf");
function plain(error) {
  try {
    return typeof error === "object" ? JSON.stringify(error) : String(error);
  } catch {
    return Object.prototype.toString.call(error);
  }
}
__name(plain, "plain");

// ../../libs/event-sourcing/src/message-bus/delivery.ts
var retryOf = /* @__PURE__ */ __name(({ group, retry }) => retry ?? (group === void 0 ? {
  ...DEFAULT_RETRY,
  attemptsMax: 1
} : DEFAULT_RETRY), "retryOf");
async function deliver(records, delivery) {
  let rest2 = records;
  while (rest2.length > 0) {
    if (delivery.signal.aborted) return false;
    const rejection = await attempt(rest2, delivery);
    if (rejection === void 0) {
      await delivery.settled(rest2.at(-1));
      return true;
    }
    const outage = rest2.length > 1 && rejection.error instanceof Unreachable;
    if (outage) await pauseAfter(rejection.error, 1, rest2[0], delivery);
    const single = outage ? rest2.slice(0, 1) : rest2;
    for (const record2 of single) {
      const known = single.length === 1 && !outage ? rejection : void 0;
      if (!await deliverOne(record2, delivery, known)) return false;
      await delivery.settled(record2);
    }
    rest2 = rest2.slice(single.length);
  }
  return true;
}
__name(deliver, "deliver");
async function attempt(records, { onBatch, observer, from, now }) {
  const startedAtMs = now();
  try {
    await onBatch(records);
    observer.handled?.(from, records.length, now() - startedAtMs);
    return void 0;
  } catch (error) {
    return {
      error
    };
  }
}
__name(attempt, "attempt");
async function deliverOne(record2, delivery, known) {
  const { retry, signal, deadLetter } = delivery;
  let outages = 0;
  let attempts = 0;
  for (let rejection = known; ; rejection = void 0) {
    if (signal.aborted) return false;
    rejection ??= await attempt([
      record2
    ], delivery);
    if (rejection === void 0) return true;
    const { error } = rejection;
    if (deadLetter && error instanceof Unreachable) {
      outages += 1;
      await pauseAfter(error, outages, record2, delivery);
      continue;
    }
    attempts += 1;
    if (error instanceof Unprocessable || attempts >= retry.attemptsMax) return bury(record2, {
      error,
      attempt: attempts
    }, delivery);
    await pauseAfter(error, attempts, record2, delivery);
  }
}
__name(deliverOne, "deliverOne");
function pauseAfter(error, attempt2, { offset }, { observer, from, signal, retry }) {
  observer.retried?.(from, {
    offset,
    attempt: attempt2,
    error
  });
  return backOff(attempt2, signal, retry);
}
__name(pauseAfter, "pauseAfter");
async function bury(record2, failed, delivery) {
  const { deadLetter, observer, from, signal, retry, now } = delivery;
  const failure = {
    offset: record2.offset,
    ...failed
  };
  if (deadLetter === void 0) {
    observer.skipped?.(from, failure);
    return true;
  }
  const { topic, letter } = asDeadLetter(record2, failure, now());
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      await deadLetter(topic, letter);
      observer.deadLettered?.(from, failure);
      return true;
    } catch (error) {
      observer.troubled?.(`publishing to ${topic}`, error);
      await backOff(tries, signal, retry);
    }
  }
  return false;
}
__name(bury, "bury");

// ../../libs/event-sourcing/src/message-bus/partitioning.ts
var SEED = 2538058380;
var M = 1540483477;
var utf8 = new TextEncoder();
var partitionOf = /* @__PURE__ */ __name((key, partitions) => (murmur2(utf8.encode(key)) & 2147483647) % partitions, "partitionOf");
function murmur2(data) {
  const words = data.length >> 2;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let hash2 = SEED ^ data.length;
  for (let index = 0; index < words; index += 1) {
    let word = Math.imul(view.getInt32(index * 4, true), M);
    word ^= word >>> 24;
    hash2 = Math.imul(hash2, M) ^ Math.imul(word, M);
  }
  hash2 = withTail(hash2, data, words * 4);
  hash2 ^= hash2 >>> 13;
  hash2 = Math.imul(hash2, M);
  return hash2 ^ hash2 >>> 15;
}
__name(murmur2, "murmur2");
function withTail(hash2, data, from) {
  const [first, second = 0, third = 0] = data.subarray(from);
  return first === void 0 ? hash2 : Math.imul(hash2 ^ third << 16 ^ second << 8 ^ first, M);
}
__name(withTail, "withTail");

// ../../libs/adapters/message-bus/src/bus-log.ts
var busLog = /* @__PURE__ */ __name((logger) => ({
  retried: /* @__PURE__ */ __name((from, failure) => logger.warn(fields(from, failure), "a handler failed; trying again"), "retried"),
  deadLettered: /* @__PURE__ */ __name((from, failure) => logger.error(fields(from, failure), "a record could not be processed and is a dead letter now"), "deadLettered"),
  skipped: /* @__PURE__ */ __name((from, failure) => logger.warn(fields(from, failure), "a record could not be shown and was skipped"), "skipped"),
  troubled: /* @__PURE__ */ __name((doing, error) => logger.warn({
    doing,
    err: error
  }, "the message bus is out of reach; trying again"), "troubled")
}), "busLog");
var fields = /* @__PURE__ */ __name((from, { offset, attempt: attempt2, error }) => ({
  ...from,
  offset,
  attempt: attempt2,
  ...kindOf(error)
}), "fields");
function kindOf(error) {
  const name = error instanceof Error ? error.name : typeof error;
  return error instanceof Unreachable || error instanceof Unprocessable ? {
    error: name,
    reason: error.message
  } : {
    error: name
  };
}
__name(kindOf, "kindOf");

// ../../libs/adapters/read-store/src/faults.ts
var import_pg3 = require("pg");

// ../../libs/adapters/read-store/src/transaction.ts
async function inTransaction(pool, work) {
  const tx = await pool.connect();
  try {
    await tx.query("begin");
    const result = await work(tx);
    await tx.query("commit");
    tx.release();
    return result;
  } catch (error) {
    await tx.query("rollback").then(() => tx.release(), () => tx.release(true));
    throw error;
  }
}
__name(inTransaction, "inTransaction");

// ../../libs/adapters/read-store/src/leadership.ts
var import_promises4 = require("node:timers/promises");
var import_pg5 = require("pg");

// ../../libs/adapters/read-store/src/pool.ts
var import_pg4 = require("pg");
var INT8 = 20;
var CONNECT_TIMEOUT_MS = 5e3;
var STATEMENT_TIMEOUT_MS = 15e3;
var ANSWER_MARGIN_MS = 5e3;
var getTypeParser = /* @__PURE__ */ __name((oid, format) => oid === INT8 && format !== "binary" ? Number : import_pg4.types.getTypeParser(oid, format), "getTypeParser");
function connectionConfig(settings) {
  const { databaseUrl, applicationName, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = settings;
  return {
    connectionString: databaseUrl,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + ANSWER_MARGIN_MS,
    idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5e3,
    types: {
      getTypeParser
    },
    options: sessionOptions(settings)
  };
}
__name(connectionConfig, "connectionConfig");
function sessionOptions({ schema, parameters = {} }) {
  const searchPath = schema === void 0 ? {} : {
    search_path: `${identifier(schema)},public`
  };
  return Object.entries({
    ...searchPath,
    ...parameters
  }).map(([name, value]) => `-c ${identifier(name)}=${value.replace(/[\\\s]/g, "\\$&")}`).join(" ");
}
__name(sessionOptions, "sessionOptions");
function identifier(name) {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not a plain SQL name: ${name}`);
  return name;
}
__name(identifier, "identifier");

// ../../libs/adapters/read-store/src/migrate.ts
var import_promises5 = require("node:timers/promises");
var import_pg6 = require("pg");
var import_typeorm = require("typeorm");
var SERVER_START_MAX_MS = 6e4;
var MIGRATION_MAX_MS = 3e5;
async function migrate(databaseUrl, schema, migrations) {
  const lock = await connectWhenUp(databaseUrl);
  try {
    await lock.query("select pg_advisory_lock(hashtextextended($1, 0))", [
      `parley/migrate/${schema}`
    ]);
    const { rowCount } = await lock.query("select from pg_namespace where nspname = $1", [
      identifier(schema)
    ]);
    if (rowCount === 0) await lock.query(`create schema ${schema}`);
    await runMigrations(databaseUrl, schema, migrations);
  } finally {
    await lock.end().catch(() => void 0);
  }
}
__name(migrate, "migrate");
async function runMigrations(databaseUrl, schema, migrations) {
  const source = new import_typeorm.DataSource({
    type: "postgres",
    url: databaseUrl,
    schema,
    migrations: [
      ...migrations
    ],
    migrationsTableName: "migration",
    migrationsTransactionMode: "all",
    poolSize: 1,
    installExtensions: false,
    extra: migrationConnection(databaseUrl, schema)
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
__name(runMigrations, "runMigrations");
var migrationConnection = /* @__PURE__ */ __name((databaseUrl, schema) => connectionConfig({
  databaseUrl,
  applicationName: "parley-migrate",
  statementTimeoutMs: MIGRATION_MAX_MS,
  ...schema ? {
    schema
  } : {}
}), "migrationConnection");
async function connectWhenUp(databaseUrl) {
  const giveUpAt = performance.now() + SERVER_START_MAX_MS;
  for (let pauseMs = 50; ; pauseMs = Math.min(2 * pauseMs, 1e3)) {
    const client = new import_pg6.Client(migrationConnection(databaseUrl));
    client.on("error", () => void 0);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => void 0);
      if (!isStarting(error) || performance.now() > giveUpAt) throw error;
      await (0, import_promises5.setTimeout)(pauseMs);
    }
  }
}
__name(connectWhenUp, "connectWhenUp");
function isStarting(error) {
  const { code, message } = error;
  const codes = [
    "ECONNREFUSED",
    "ECONNRESET",
    "ENOENT",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "57P03",
    "57P01",
    "53300"
  ];
  return codes.includes(code ?? "") || /terminated|timeout/i.test(message ?? "");
}
__name(isStarting, "isStarting");

// ../../libs/adapters/message-bus/src/postgres/create-consumer-groups.migration.ts
var MEMBER = `
create table member (
  id uuid primary key,
  group_name text not null,
  topic_ids integer[] not null,
  backend_pid integer,
  backend_start timestamptz,
  seen_at timestamptz not null
) with (fillfactor = 20)`;
var ASSIGNMENT = `
create table assignment (
  group_name text not null,
  topic_id integer not null references topic,
  partition integer not null,
  committed bigint not null default 0,
  epoch bigint not null default 0,
  owner uuid,
  touched_at timestamptz not null default now(),
  primary key (group_name, topic_id, partition)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`;
var ATTEND = `
create function attend(p_member uuid, p_group text, p_topics integer[], p_pid integer, p_start timestamptz, p_dead_after interval, p_gone_after interval)
returns json
language plpgsql
set search_path = message_bus, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  insert into member (id, group_name, topic_ids, backend_pid, backend_start, seen_at)
  values (p_member, p_group, p_topics, p_pid, p_start, v_now)
  on conflict (id) do update set backend_pid = p_pid, backend_start = p_start, seen_at = v_now;
  delete from member where id in (
    select m.id from member m
    where m.group_name = p_group and m.id <> p_member and m.seen_at < v_now - p_gone_after
      and (m.seen_at < v_now - p_dead_after or (m.backend_pid is not null and not exists (
        select from pg_stat_get_activity(m.backend_pid) b where b.backend_start = m.backend_start)))
    for update skip locked
  );
  insert into assignment (group_name, topic_id, partition)
  select p_group, p.topic_id, p.partition from partition p
  where p.topic_id = any (p_topics)
    and not exists (select from assignment a where a.group_name = p_group and a.topic_id = p.topic_id and a.partition = p.partition)
  on conflict do nothing;
  return json_build_object(
    'members', (select json_agg(json_build_array(m.id, m.topic_ids)) from member m where m.group_name = p_group),
    'partitions', (
      select json_agg(json_build_array(a.topic_id, a.partition, a.owner, a.epoch, a.committed, p.next_offset) order by a.topic_id, a.partition)
      from assignment a join partition p using (topic_id, partition)
      where a.group_name = p_group and a.topic_id = any (p_topics)
    ));
end $$`;
var CLAIM = `
create function claim(p_member uuid, p_group text, p_topics integer[], p_partitions integer[], p_epochs bigint[])
returns table (topic_id integer, "partition" integer, epoch bigint, committed bigint)
language sql
set search_path = message_bus, pg_temp
as $$
  with free as materialized (
    select a.topic_id, a.partition
    from assignment a
    join unnest(p_topics, p_partitions, p_epochs) as c (topic_id, partition, epoch)
      on c.topic_id = a.topic_id and c.partition = a.partition and c.epoch = a.epoch
    where a.group_name = p_group
      and (a.owner is null or a.owner = p_member or not exists (select from member m where m.id = a.owner))
    order by a.topic_id, a.partition
    for update of a skip locked
  )
  update assignment a set owner = p_member, epoch = a.epoch + 1, touched_at = now()
  from free f
  where a.group_name = p_group and a.topic_id = f.topic_id and a.partition = f.partition
  returning a.topic_id, a.partition, a.epoch, a.committed
$$`;
var RELEASE = `
create function release(p_member uuid, p_group text, p_topics integer[], p_partitions integer[], p_epochs bigint[]) returns void
language sql
set search_path = message_bus, pg_temp
as $$
  with mine as materialized (
    select a.topic_id, a.partition
    from assignment a
    join unnest(p_topics, p_partitions, p_epochs) as c (topic_id, partition, epoch)
      on c.topic_id = a.topic_id and c.partition = a.partition and c.epoch = a.epoch
    where a.group_name = p_group and a.owner = p_member
    order by a.topic_id, a.partition
    for update of a
  )
  update assignment a set owner = null
  from mine
  where a.group_name = p_group and a.topic_id = mine.topic_id and a.partition = mine.partition
$$`;
var COMMIT_OFFSETS = `
create function commit_offsets(p_members uuid[], p_groups text[], p_topics integer[], p_partitions integer[], p_epochs bigint[], p_offsets bigint[])
returns table (number bigint)
language sql
set search_path = message_bus, pg_temp
as $$
  with moved as materialized (
    select a.group_name, a.topic_id, a.partition, m.next, m.number
    from assignment a
    join unnest(p_members, p_groups, p_topics, p_partitions, p_epochs, p_offsets) with ordinality
      as m (owner, group_name, topic_id, partition, epoch, next, number)
      on m.group_name = a.group_name and m.topic_id = a.topic_id and m.partition = a.partition
        and m.owner = a.owner and m.epoch = a.epoch
    order by a.group_name, a.topic_id, a.partition
    for update of a
  )
  update assignment a set committed = m.next, touched_at = now()
  from moved m
  where a.group_name = m.group_name and a.topic_id = m.topic_id and a.partition = m.partition
  returning m.number
$$`;
var CreateConsumerGroups1763800000002 = class {
  static {
    __name(this, "CreateConsumerGroups1763800000002");
  }
  async up(runner) {
    for (const statement of [
      MEMBER,
      ASSIGNMENT,
      ATTEND,
      CLAIM,
      RELEASE,
      COMMIT_OFFSETS
    ]) await runner.query(statement);
  }
  async down(runner) {
    for (const name of [
      "commit_offsets",
      "release",
      "claim",
      "attend"
    ]) await runner.query(`drop function ${name}`);
    for (const name of [
      "assignment",
      "member"
    ]) await runner.query(`drop table ${name}`);
  }
};

// ../../libs/adapters/message-bus/src/postgres/create-message-log.migration.ts
var TOPIC = `
create table topic (
  id integer generated always as identity primary key,
  name text not null unique,
  partitions integer not null check (partitions > 0),
  created_at timestamptz(3) not null default now()
)`;
var PARTITION = `
create table partition (
  topic_id integer not null references topic,
  partition integer not null,
  next_offset bigint not null default 0,
  primary key (topic_id, partition)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`;
var RECORD = `
create table record (
  topic_id integer not null,
  partition integer not null,
  "offset" bigint not null,
  key text not null,
  value text not null,
  headers text not null,
  published_at timestamptz(3) not null,
  primary key (topic_id, partition, "offset")
)`;
var ENSURE_TOPIC = `
create function ensure_topic(p_name text, p_partitions integer) returns table (id integer, partitions integer)
language plpgsql
set search_path = message_bus, pg_temp
as $$
#variable_conflict use_column
begin
  return query select t.id, t.partitions from topic t where t.name = p_name;
  if found then return; end if;
  insert into topic (name, partitions) values (p_name, p_partitions) on conflict do nothing;
  if found then
    insert into partition (topic_id, partition)
    select t.id, n from topic t, generate_series(0, p_partitions - 1) n where t.name = p_name;
  end if;
  return query select t.id, t.partitions from topic t where t.name = p_name;
end $$`;
var PUBLISH = `
create function publish(p_topics integer[], p_partitions integer[], p_counts integer[],
  p_lanes integer[], p_numbers integer[], p_keys text[], p_values text[], p_headers text[]) returns void
language plpgsql
set search_path = message_bus, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_first bigint;
  v_firsts bigint[];
  v_now timestamptz(3);
begin
  for l in 1 .. cardinality(p_topics) loop
    update partition p set next_offset = p.next_offset + p_counts[l]
    where p.topic_id = p_topics[l] and p.partition = p_partitions[l]
    returning p.next_offset - p_counts[l] into strict v_first;
    v_firsts[l] := v_first;
  end loop;
  v_now := clock_timestamp();
  insert into record (topic_id, partition, "offset", key, value, headers, published_at)
  select p_topics[r.lane], p_partitions[r.lane], v_firsts[r.lane] + r.number, r.key, r.value, r.headers, v_now
  from unnest(p_lanes, p_numbers, p_keys, p_values, p_headers) as r (lane, number, key, value, headers);
end $$`;
var TRIM = `
create function trim_partition(p_topic integer, p_partition integer, p_before timestamptz, p_abandoned timestamptz, p_max integer) returns integer
language plpgsql
set search_path = message_bus, pg_temp
as $$
declare
  v_below bigint;
  v_removed integer;
begin
  select least(min(a.committed), max(p.next_offset)) into v_below
  from partition p
  left join assignment a on a.topic_id = p.topic_id and a.partition = p.partition
    and (a.touched_at > p_abandoned or exists (select from member m where m.id = a.owner))
  where p.topic_id = p_topic and p.partition = p_partition;
  delete from record r
  where r.topic_id = p_topic and r.partition = p_partition and r."offset" < v_below
    and r."offset" in (
      select o."offset" from (
        select "offset", published_at from record
        where topic_id = p_topic and partition = p_partition order by "offset" limit p_max
      ) o where o.published_at < p_before
    );
  get diagnostics v_removed = row_count;
  return v_removed;
end $$`;
var CreateMessageLog1763800000001 = class {
  static {
    __name(this, "CreateMessageLog1763800000001");
  }
  async up(runner) {
    for (const statement of [
      TOPIC,
      PARTITION,
      RECORD,
      ENSURE_TOPIC,
      PUBLISH,
      TRIM
    ]) await runner.query(statement);
  }
  async down(runner) {
    for (const name of [
      "trim_partition",
      "publish",
      "ensure_topic"
    ]) await runner.query(`drop function ${name}`);
    for (const name of [
      "record",
      "partition",
      "topic"
    ]) await runner.query(`drop table ${name}`);
  }
};

// ../../libs/adapters/message-bus/src/postgres/deadline.ts
async function within(ms, work) {
  const over = new AbortController();
  await Promise.race([
    work.catch(() => void 0),
    pause(ms, over.signal)
  ]);
  over.abort();
}
__name(within, "within");

// ../../libs/adapters/message-bus/src/postgres/group/consuming.ts
var BATCH_MAX = 500;

// ../../libs/adapters/message-bus/src/postgres/group/read-partition.ts
async function readPartition(reader, from, deliver2) {
  const over = new AbortController();
  const signal = AbortSignal.any([
    from.signal,
    over.signal
  ]);
  try {
    for (let fetched = reader.next({
      ...from,
      signal
    }); ; ) {
      const records = await fetched;
      const last = records?.at(-1);
      if (records === void 0 || last === void 0) return;
      fetched = reader.next({
        ...from,
        signal,
        offset: last.offset + 1
      });
      if (!await deliver2(records)) return;
    }
  } finally {
    over.abort();
  }
}
__name(readPartition, "readPartition");

// ../../libs/adapters/message-bus/src/postgres/group/broadcast-consumer.ts
var BroadcastConsumer = class {
  static {
    __name(this, "BroadcastConsumer");
  }
  constructor(consuming, options) {
    this.consuming = consuming;
    this.options = options;
    this.stopping = new AbortController();
    this.reading = Promise.resolve();
    this.ready = this.start();
  }
  async stop() {
    this.stopping.abort();
    await this.ready;
    await within(this.consuming.drainMaxMs, this.reading);
  }
  async start() {
    const { signal } = this.stopping;
    void this.consuming.news.listen();
    for (let attempt2 = 1; !signal.aborted; attempt2 += 1) {
      try {
        const ends = await this.ends();
        this.reading = Promise.all(ends.map((end) => this.read(end)));
        return;
      } catch (error) {
        this.consuming.observer.troubled?.("looking for the ends of topics", error);
        await backOff(attempt2, signal);
      }
    }
  }
  async ends() {
    const { topics, pools } = this.consuming;
    const named = await Promise.all(this.options.topics.map((name) => topics.get(name)));
    const { rows } = await pools.upkeep.query("select topic_id, partition, next_offset from message_bus.partition where topic_id = any ($1)", [
      named.map(({ id }) => id)
    ]);
    return rows.flatMap(({ topic_id, partition, next_offset: offset }) => {
      const topic = named.find(({ id }) => id === topic_id);
      return topic ? [
        {
          topic,
          partition,
          offset
        }
      ] : [];
    });
  }
  read({ topic, partition, offset }) {
    const { signal } = this.stopping;
    const { onBatch, batchMax: recordsMax = BATCH_MAX } = this.options;
    const { observer, reader } = this.consuming;
    const from = {
      topic: topic.name,
      partition,
      group: void 0
    };
    return readPartition(reader, {
      topic,
      partition,
      offset,
      recordsMax,
      signal
    }, (records) => deliver(records, {
      from,
      onBatch,
      retry: retryOf(this.options),
      signal,
      observer,
      settled: /* @__PURE__ */ __name(async () => void 0, "settled"),
      now: Date.now
    }));
  }
};

// ../../libs/adapters/message-bus/src/postgres/group/group-consumer.ts
var import_node_crypto5 = require("node:crypto");

// ../../libs/adapters/message-bus/src/postgres/group/holdings.ts
var placeOf = /* @__PURE__ */ __name(({ topicId, partition }) => `${topicId}/${partition}`, "placeOf");
var Holdings = class {
  static {
    __name(this, "Holdings");
  }
  get all() {
    return [
      ...this.owned.values(),
      ...this.lost.values()
    ];
  }
  add(partition) {
    this.owned.set(placeOf(partition), partition);
  }
  get(place) {
    return this.owned.get(placeOf(place));
  }
  remove(partitions) {
    for (const partition of partitions) this.owned.delete(placeOf(partition));
  }
  /** Gives up what the table no longer shows as `member`'s. */
  dropLost(member, { partitions }) {
    const kept = new Set(partitions.filter(({ owner }) => owner === member).map((row) => `${placeOf(row)} ${row.epoch}`));
    for (const [place, partition] of this.owned) {
      if (kept.has(`${place} ${partition.epoch}`)) continue;
      this.owned.delete(place);
      if (partition.ended) continue;
      this.lost.set(place, partition);
      void partition.giveUp().then(() => this.lost.delete(place));
    }
  }
  /** The view with what only we know: ours without a reader is free, and what we are giving up comes last. */
  complete(member, view) {
    const partitions = view.partitions.filter((row) => !this.lost.has(placeOf(row)) || row.owner !== null).map((row) => row.owner === member && !this.owned.has(placeOf(row)) ? {
      ...row,
      owner: null
    } : row);
    const isLeaving = /* @__PURE__ */ __name((row) => Number(this.get(row)?.isGivenUp ?? false), "isLeaving");
    return {
      members: view.members,
      partitions: partitions.sort((a, b) => isLeaving(a) - isLeaving(b))
    };
  }
  /** True when the partition may get a reader here. */
  isFree(place) {
    return !this.owned.has(placeOf(place)) && !this.lost.has(placeOf(place));
  }
  constructor() {
    this.owned = /* @__PURE__ */ new Map();
    this.lost = /* @__PURE__ */ new Map();
  }
};

// ../../libs/adapters/message-bus/src/postgres/group/membership.ts
var DEAD_AFTER_MS = 1e4;
var GONE_AFTER_MS = 1500;
var Membership = class {
  static {
    __name(this, "Membership");
  }
  constructor(pool, id, group) {
    this.pool = pool;
    this.id = id;
    this.group = group;
  }
  /** Shows this member alive and answers what the group looks like; who died is not in it. */
  async attend(topicIds, session) {
    const values = [
      this.id,
      this.group,
      topicIds,
      session?.pid ?? null,
      session?.startedAt ?? null,
      `${DEAD_AFTER_MS} ms`,
      `${GONE_AFTER_MS} ms`
    ];
    const { rows } = await this.pool.query({
      name: "attend",
      text: "select message_bus.attend($1, $2, $3, $4, $5, $6, $7) as view",
      values
    });
    const { members, partitions } = rows[0]?.view ?? {
      members: [],
      partitions: null
    };
    return {
      members: members.map(([id, topics]) => ({
        id,
        topicIds: topics
      })),
      partitions: (partitions ?? []).map(([topicId, partition, owner, epoch, committed2, end]) => ({
        topicId,
        partition,
        owner,
        epoch,
        committed: committed2,
        end
      }))
    };
  }
  /** What of `wanted` is this member's from now on. */
  async claim(wanted) {
    if (wanted.length === 0) return [];
    const { rows } = await this.pool.query({
      name: "claim",
      text: "select topic_id, partition, epoch, committed from message_bus.claim($1, $2, $3, $4, $5)",
      values: [
        this.id,
        this.group,
        ...columns(wanted)
      ]
    });
    return rows.map(({ topic_id: topicId, ...row }) => ({
      topicId,
      ...row
    }));
  }
  async release(held) {
    if (held.length === 0) return;
    await this.pool.query({
      name: "release",
      text: "select message_bus.release($1, $2, $3, $4, $5)",
      values: [
        this.id,
        this.group,
        ...columns(held)
      ]
    });
  }
  /** Nothing is this member's any more, because it is no member any more. */
  async leave() {
    await this.pool.query("delete from message_bus.member where id = $1", [
      this.id
    ]);
  }
};
var columns = /* @__PURE__ */ __name((held) => [
  held.map(({ topicId }) => topicId),
  held.map(({ partition }) => partition),
  held.map(({ epoch }) => epoch)
], "columns");

// ../../libs/adapters/message-bus/src/postgres/group/owned-partition.ts
var OwnedPartition = class {
  static {
    __name(this, "OwnedPartition");
  }
  constructor(consuming, options, ownership) {
    this.consuming = consuming;
    this.options = options;
    this.ownership = ownership;
    this.ended = false;
    this.stopping = new AbortController();
    this.from = {
      topic: ownership.topic.name,
      partition: ownership.partition,
      group: ownership.group
    };
    this.reading = this.read().catch((error) => consuming.observer.troubled?.(`reading partition ${ownership.partition} of ${ownership.topic.name}`, error)).finally(() => {
      this.ended = true;
      ownership.onEnd();
    });
  }
  get topicId() {
    return this.ownership.topic.id;
  }
  get partition() {
    return this.ownership.partition;
  }
  get epoch() {
    return this.ownership.epoch;
  }
  get isGivenUp() {
    return this.stopping.signal.aborted;
  }
  /** Begins nothing more; resolves when the running batch has ended. */
  giveUp() {
    this.stopping.abort();
    return this.reading;
  }
  read() {
    const { topic, partition, committed: offset } = this.ownership;
    const { batchMax: recordsMax = BATCH_MAX } = this.options;
    const { publish: deadLetter, observer, reader } = this.consuming;
    const { signal } = this.stopping;
    const delivery = {
      from: this.from,
      retry: retryOf(this.options),
      signal,
      observer,
      deadLetter: /* @__PURE__ */ __name((to, letter) => deadLetter(to, [
        letter
      ]), "deadLetter"),
      onBatch: /* @__PURE__ */ __name((records) => this.handle(records), "onBatch"),
      settled: /* @__PURE__ */ __name(({ offset: last }) => this.moveTo(last + 1), "settled"),
      now: Date.now
    };
    return readPartition(reader, {
      topic,
      partition,
      offset,
      recordsMax,
      signal
    }, (records) => deliver(records, delivery));
  }
  async handle(records) {
    if (!this.ownership.isFresh()) throw new Unreachable("the group has not seen this member for too long");
    await this.options.onBatch(records);
  }
  async moveTo(offset) {
    const { topic, partition, epoch, member, group } = this.ownership;
    const moved = await this.consuming.offsets.move({
      member,
      group,
      topicId: topic.id,
      partition,
      epoch,
      offset
    }, this.stopping.signal);
    if (!moved) throw new Unreachable("another member reads this partition now");
  }
};

// ../../libs/adapters/message-bus/src/postgres/group/share.ts
function shareOf(me, { members, partitions }) {
  const topicIds = [
    ...new Set(partitions.map(({ topicId }) => topicId))
  ];
  const shares = topicIds.map((topicId) => shareOfTopic(me, members.filter((member) => member.topicIds.includes(topicId)), partitions.filter((partition) => partition.topicId === topicId)));
  return {
    claim: shares.flatMap(({ claim }) => claim),
    release: shares.flatMap(({ release }) => release)
  };
}
__name(shareOf, "shareOf");
function shareOfTopic(me, members, partitions) {
  const alive = new Set(members.map(({ id }) => id));
  const free = partitions.filter(({ owner }) => owner === null || !alive.has(owner));
  let claimed = 0;
  for (const [rank, { id, owned }] of ranked(members, partitions).entries()) {
    const quota = Math.floor(partitions.length / members.length) + (rank < partitions.length % members.length ? 1 : 0);
    const missing = Math.max(0, quota - owned.length);
    if (id === me) return {
      claim: free.slice(claimed, claimed + missing),
      release: owned.slice(quota)
    };
    claimed += missing;
  }
  return {
    claim: [],
    release: []
  };
}
__name(shareOfTopic, "shareOfTopic");
function ranked(members, partitions) {
  const order = new TextEncoder();
  return members.map(({ id }) => ({
    id,
    owned: partitions.filter(({ owner }) => owner === id),
    lot: murmur2(order.encode(`${id}/${partitions[0]?.topicId}`))
  })).sort((a, b) => b.owned.length - a.owned.length || a.lot - b.lot || (a.id < b.id ? -1 : 1));
}
__name(ranked, "ranked");

// ../../libs/adapters/message-bus/src/postgres/group/group-consumer.ts
var ATTEND_EVERY_MS = 1e3;
var LISTEN_MAX_MS = 500;
var GroupConsumer = class {
  static {
    __name(this, "GroupConsumer");
  }
  constructor(consuming, options) {
    this.consuming = consuming;
    this.options = options;
    this.holdings = new Holdings();
    this.stopping = new AbortController();
    this.drained = new AbortController();
    this.attendedAtMs = 0;
    this.changed = false;
    this.wake = () => void 0;
    this.look = () => {
      this.changed = true;
      this.wake();
    };
    this.membership = new Membership(consuming.pools.groups, (0, import_node_crypto5.randomUUID)(), options.group);
    let isReady = /* @__PURE__ */ __name(() => void 0, "isReady");
    this.ready = new Promise((resolve) => isReady = resolve);
    this.attending = this.attendUntilDrained(isReady);
  }
  async stop() {
    if (!this.stopping.signal.aborted) {
      this.stopping.abort();
      const ended2 = Promise.all(this.holdings.all.map((partition) => partition.giveUp()));
      await within(this.consuming.drainMaxMs, ended2);
      this.drained.abort();
      this.look();
    }
    await this.attending;
  }
  async attendUntilDrained(isReady) {
    const { news, observer } = this.consuming;
    const { signal } = this.drained;
    const stopHearing = news.hearOfGroup(this.membership.group, this.look);
    await within(LISTEN_MAX_MS, news.listen());
    for (let failures = 0; !signal.aborted; ) {
      try {
        this.changed = false;
        await this.attend();
        isReady();
        failures = 0;
        await this.rest();
      } catch (error) {
        failures += 1;
        observer.troubled?.(`attending group ${this.membership.group}`, error);
        await backOff(failures, signal);
      }
    }
    stopHearing();
    await this.leave();
    isReady();
  }
  rest() {
    if (this.changed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ATTEND_EVERY_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  async attend() {
    const { topics, news } = this.consuming;
    const { id, group } = this.membership;
    const named = await Promise.all(this.options.topics.map((name) => topics.get(name)));
    const isFirst = this.attendedAtMs === 0;
    const askedAtMs = performance.now();
    const view = await this.membership.attend(named.map((topic) => topic.id), news.session);
    this.attendedAtMs = askedAtMs;
    if (isFirst && view.members.length > 1) news.groupChanged(group);
    this.holdings.dropLost(id, view);
    this.showLag(view);
    await this.releaseEnded();
    if (this.stopping.signal.aborted) return;
    const { claim, release } = shareOf(id, this.holdings.complete(id, view));
    for (const place of release) void this.holdings.get(place)?.giveUp();
    const claimed = await this.membership.claim(claim.filter((place) => this.holdings.isFree(place)));
    for (const partition of claimed) this.take(named, partition);
  }
  take(topics, { topicId, ...claimed }) {
    const topic = topics.find(({ id }) => id === topicId);
    if (topic === void 0 || this.stopping.signal.aborted) return;
    const { id: member, group } = this.membership;
    const isFresh = /* @__PURE__ */ __name(() => performance.now() - this.attendedAtMs < DEAD_AFTER_MS, "isFresh");
    this.holdings.add(new OwnedPartition(this.consuming, this.options, {
      ...claimed,
      topic,
      member,
      group,
      isFresh,
      onEnd: this.look
    }));
  }
  async releaseEnded() {
    const ended2 = this.holdings.all.filter((partition) => partition.ended);
    if (ended2.length === 0) return;
    await this.membership.release(ended2);
    this.holdings.remove(ended2);
    this.consuming.news.groupChanged(this.membership.group);
  }
  /** Gives back what is left, or what a handler holds that does not end, and says so. */
  async leave() {
    try {
      await this.membership.release(this.holdings.all);
      await this.membership.leave();
      this.consuming.news.groupChanged(this.membership.group);
    } catch (error) {
      this.consuming.observer.troubled?.(`leaving group ${this.membership.group}`, error);
    }
  }
  showLag({ partitions }) {
    for (const row of partitions) {
      const owned = this.holdings.get(row);
      if (owned) this.consuming.observer.lag?.(owned.from, row.end - row.committed);
    }
  }
};

// ../../libs/adapters/message-bus/src/postgres/group/offset-commits.ts
var SQL = {
  name: "commit-offsets",
  text: "select number from message_bus.commit_offsets($1, $2, $3, $4, $5, $6)"
};
var OffsetCommits = class {
  static {
    __name(this, "OffsetCommits");
  }
  constructor(pool, onTrouble) {
    this.pool = pool;
    this.onTrouble = onTrouble;
    this.waiting = [];
  }
  /**
  * True when the offset has moved, false when the partition is somebody else's. Tried until the database answers or `signal`
  * aborts, once at least. @throws Unreachable
  */
  move(move, signal) {
    return new Promise((resolve, reject) => {
      this.waiting.push({
        ...move,
        signal,
        resolve,
        reject
      });
      this.running ??= this.drain();
    });
  }
  async drain() {
    for (let failures = 0; this.waiting.length > 0; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const moves = this.waiting.splice(0);
      try {
        await this.store(moves);
        failures = 0;
      } catch (error) {
        this.onTrouble(error);
        failures += 1;
        this.waiting.unshift(...moves.filter((move) => !givenUp(move, error)));
        await backOff(failures);
      }
    }
    this.running = void 0;
  }
  async store(moves) {
    const columns2 = [
      "member",
      "group",
      "topicId",
      "partition",
      "epoch",
      "offset"
    ].map((name) => moves.map((move) => move[name]));
    const { rows } = await this.pool.query({
      ...SQL,
      values: columns2
    });
    const moved = new Set(rows.map(({ number }) => number));
    moves.forEach(({ resolve }, index) => resolve(moved.has(index + 1)));
  }
};
function givenUp({ signal, reject, topicId, partition }, error) {
  if (signal.aborted) reject(new Unreachable(`the offset of partition ${topicId}/${partition} could not be moved`, {
    cause: error
  }));
  return signal.aborted;
}
__name(givenUp, "givenUp");

// ../../libs/adapters/message-bus/src/postgres/log/faults.ts
var import_pg7 = require("pg");
var isRefusal = /* @__PURE__ */ __name((error) => error instanceof import_pg7.DatabaseError && /^(2[123]|42|P0)/.test(error.code ?? ""), "isRefusal");
var asFault = /* @__PURE__ */ __name((error, doing) => isRefusal(error) || error instanceof Unreachable ? error : new Unreachable(`the message bus is out of reach while ${doing}`, {
  cause: error
}), "asFault");

// ../../libs/adapters/message-bus/src/postgres/log/stored-text.ts
var ESCAPED = /[\\"\u0000-\u001f\ud800-\udfff]/;
var storedKey = /* @__PURE__ */ __name((key) => ESCAPED.test(key) ? JSON.stringify(key).slice(1, -1) : key, "storedKey");
var keyOf = /* @__PURE__ */ __name((stored) => stored.includes("\\") ? JSON.parse(`"${stored}"`) : stored, "keyOf");
function storedValue(value) {
  const json = JSON.stringify(value);
  if (json === void 0) throw new TypeError(`a record's value is JSON, not ${typeof value}`);
  return json;
}
__name(storedValue, "storedValue");

// ../../libs/adapters/message-bus/src/postgres/log/log-reader.ts
var POLL_MIN_MS = 25;
var POLL_MAX_MS = 200;
var FETCH_BYTES_MAX = 1048576;
var SQL2 = {
  name: "read-on",
  text: `select w.number, r."offset", r.key, r.value, r.headers, (extract(epoch from r.published_at) * 1000)::bigint as published
    from unnest($1::integer[], $2::integer[], $3::bigint[], $4::integer[]) with ordinality as w (topic_id, partition, start, records_max, number)
    cross join lateral (
      select f.*, sum(octet_length(f.value)) over (order by f."offset") - octet_length(f.value) as bytes_before
      from (
        select * from message_bus.record r
        where r.topic_id = w.topic_id and r.partition = w.partition and r."offset" >= w.start
        order by r."offset" limit w.records_max
      ) f
    ) r
    where r.bytes_before < ${FETCH_BYTES_MAX}
    order by w.number, r."offset"`
};
var LogReader = class {
  static {
    __name(this, "LogReader");
  }
  constructor(pool, onTrouble) {
    this.pool = pool;
    this.onTrouble = onTrouble;
    this.waiting = /* @__PURE__ */ new Set();
    this.closed = new AbortController();
    this.due = false;
    this.wake = () => void 0;
  }
  /** The next records, at least one, as soon as there are some; `undefined` when `signal` aborts. */
  next(read2) {
    const { signal } = read2;
    return new Promise((resolve) => {
      const settle = /* @__PURE__ */ __name((records) => {
        this.waiting.delete(waiting);
        signal.removeEventListener("abort", abandon);
        resolve(records);
      }, "settle");
      const abandon = /* @__PURE__ */ __name(() => settle(void 0), "abandon");
      const waiting = {
        ...read2,
        settle
      };
      if (signal.aborted || this.closed.signal.aborted) return resolve(void 0);
      signal.addEventListener("abort", abandon);
      this.waiting.add(waiting);
      this.look();
    });
  }
  /** There are new records in these topics; anywhere when they are not named. */
  heard(topicIds) {
    const concerned = topicIds === void 0 || [
      ...this.waiting
    ].some(({ topic }) => topicIds.includes(topic.id));
    if (concerned) this.look();
  }
  async close() {
    this.closed.abort();
    this.wake();
    for (const { settle } of [
      ...this.waiting
    ]) settle(void 0);
    await this.running;
  }
  look() {
    this.due = true;
    this.wake();
    if (this.waiting.size > 0) this.running ??= this.run();
  }
  async run() {
    const { signal } = this.closed;
    let quietPolls = 0;
    let failures = 0;
    while (this.waiting.size > 0 && !signal.aborted) {
      if (!this.due) await this.rest(Math.min(POLL_MAX_MS, POLL_MIN_MS * (quietPolls + 1)));
      await new Promise((resolve) => setImmediate(resolve));
      this.due = false;
      try {
        quietPolls = await this.fetch() ? 0 : quietPolls + 1;
        failures = 0;
      } catch (error) {
        failures += 1;
        this.onTrouble(error);
        await backOff(failures, signal);
      }
    }
    this.running = void 0;
  }
  rest(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  async fetch() {
    const asked = [
      ...this.waiting
    ];
    if (asked.length === 0) return false;
    const columns2 = [
      asked.map(({ topic }) => topic.id),
      asked.map(({ partition }) => partition),
      asked.map(({ offset }) => offset),
      asked.map(({ recordsMax }) => recordsMax)
    ];
    const { rows } = await this.pool.query({
      ...SQL2,
      values: columns2
    });
    for (let from = 0, to = 0; from < rows.length; from = to) {
      const { number } = rows[from];
      while (rows[to]?.number === number) to += 1;
      const { topic, partition, settle } = asked[number - 1];
      settle(rows.slice(from, to).map((row) => toRecord(topic.name, partition, row)));
    }
    return rows.length > 0;
  }
};
var toRecord = /* @__PURE__ */ __name((topic, partition, { offset, key, value, headers, published }) => ({
  topic,
  partition,
  offset,
  key: keyOf(key),
  value: JSON.parse(value),
  headers: headers === "{}" ? {} : JSON.parse(headers),
  publishedAt: new Date(published).toISOString()
}), "toRecord");

// ../../libs/adapters/message-bus/src/postgres/log/news.ts
var import_node_crypto6 = require("node:crypto");
var import_pg8 = require("pg");
var CHANNEL = "message_bus";
var PAYLOAD_MAX = 7e3;
var FAREWELL_MAX_MS = 500;
var News = class {
  static {
    __name(this, "News");
  }
  constructor(connection, pool, onTrouble) {
    this.connection = connection;
    this.pool = pool;
    this.onTrouble = onTrouble;
    this.onRecords = () => void 0;
    this.groupListeners = /* @__PURE__ */ new Map();
    this.id = (0, import_node_crypto6.randomUUID)();
    this.closed = new AbortController();
    this.topicIds = /* @__PURE__ */ new Set();
    this.groups = /* @__PURE__ */ new Set();
  }
  recordsPublished(topicIds) {
    this.onRecords(topicIds);
    for (const topicId of topicIds) this.topicIds.add(topicId);
    this.telling ??= this.tell();
  }
  groupChanged(group) {
    this.wakeGroups([
      group
    ]);
    this.groups.add(group);
    this.telling ??= this.tell();
  }
  /** Calls `listener` when the group's members or their partitions have changed, until the answer is called. */
  hearOfGroup(group, listener) {
    const listeners = this.groupListeners.get(group) ?? /* @__PURE__ */ new Set();
    this.groupListeners.set(group, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.groupListeners.delete(group);
    };
  }
  /** Begins to listen, once; resolves when the connection is there, or the first try has failed. */
  listen() {
    return new Promise((resolve) => {
      if (this.listening) return resolve();
      this.listening = this.keepListening(resolve);
    });
  }
  async close() {
    this.closed.abort();
    await Promise.all([
      this.telling,
      this.listening
    ]);
  }
  async tell() {
    while (this.topicIds.size + this.groups.size > 0) {
      const word = {
        from: this.id,
        topicIds: [
          ...this.topicIds
        ],
        groups: [
          ...this.groups
        ]
      };
      this.topicIds.clear();
      this.groups.clear();
      const payload = JSON.stringify(word);
      const values = [
        CHANNEL,
        payload.length > PAYLOAD_MAX ? JSON.stringify({
          from: this.id
        }) : payload
      ];
      await this.pool.query({
        name: "notify",
        text: "select pg_notify($1, $2)",
        values
      }).catch(this.onTrouble);
    }
    this.telling = void 0;
  }
  hear(payload) {
    const { from, topicIds, groups } = wordIn(payload);
    if (from === this.id) return;
    if (topicIds?.length !== 0) this.onRecords(topicIds);
    this.wakeGroups(groups ?? [
      ...this.groupListeners.keys()
    ]);
  }
  wakeGroups(groups) {
    for (const group of groups) for (const wake of this.groupListeners.get(group) ?? []) wake();
  }
  async keepListening(onFirstTry) {
    const { signal } = this.closed;
    const closing = new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    for (let failures = 0; !signal.aborted; ) {
      const client = new import_pg8.Client(connectionConfig(this.connection));
      const ended2 = new Promise((resolve) => client.on("end", resolve).on("error", () => resolve()));
      client.on("notification", ({ payload }) => this.hear(payload));
      try {
        this.session = await openSession(client);
        failures = 0;
        onFirstTry();
        this.hear(void 0);
        await Promise.race([
          ended2,
          closing
        ]);
      } catch (error) {
        this.onTrouble(error);
      }
      this.session = void 0;
      onFirstTry();
      await within(FAREWELL_MAX_MS, client.end());
      failures += 1;
      if (!signal.aborted) await backOff(failures, signal);
    }
  }
};
function wordIn(payload = "{}") {
  try {
    return JSON.parse(payload);
  } catch {
    return {};
  }
}
__name(wordIn, "wordIn");
async function openSession(client) {
  await client.connect();
  await client.query(`listen ${CHANNEL}`);
  const { rows } = await client.query(`select pid, backend_start::text as "startedAt" from pg_stat_get_activity(pg_backend_pid())`);
  if (rows[0] === void 0) throw new Error("the database does not show our own session");
  return rows[0];
}
__name(openSession, "openSession");

// ../../libs/adapters/message-bus/src/postgres/log/publish-batch.ts
function storedRecords({ partitions }, records) {
  return records.map(({ key, value, headers }) => ({
    partition: partitionOf(key, partitions),
    key: storedKey(key),
    value: storedValue(value),
    headers: headers === void 0 ? "{}" : JSON.stringify(headers)
  }));
}
__name(storedRecords, "storedRecords");
var bytesOf = /* @__PURE__ */ __name((records) => records.reduce((sum, { key, value, headers }) => sum + key.length + value.length + headers.length, 0), "bytesOf");
function publishArguments(calls) {
  const lanes = /* @__PURE__ */ new Map();
  const records = calls.flatMap(({ topic, records: stored }) => stored.map((record2) => {
    const name = `${topic.id}/${record2.partition}`;
    const lane = lanes.get(name) ?? {
      topicId: topic.id,
      partition: record2.partition,
      count: 0
    };
    lanes.set(name, lane);
    lane.count += 1;
    return {
      record: record2,
      lane,
      number: lane.count - 1
    };
  }));
  const sorted = [
    ...lanes.values()
  ].sort((a, b) => a.topicId - b.topicId || a.partition - b.partition);
  const numberOfLane = new Map(sorted.map((lane, index) => [
    lane,
    index + 1
  ]));
  return [
    sorted.map(({ topicId }) => topicId),
    sorted.map(({ partition }) => partition),
    sorted.map(({ count }) => count),
    records.map(({ lane }) => numberOfLane.get(lane)),
    records.map(({ number }) => number),
    records.map(({ record: record2 }) => record2.key),
    records.map(({ record: record2 }) => record2.value),
    records.map(({ record: record2 }) => record2.headers)
  ];
}
__name(publishArguments, "publishArguments");

// ../../libs/adapters/message-bus/src/postgres/log/publisher.ts
var BATCH_RECORDS_MAX = 1e3;
var BATCH_BYTES_MAX = 4194304;
var QUEUE_CALLS_MAX = 4e3;
var QUEUE_BYTES_MAX = 67108864;
var WAIT_MAX_MS = 5e3;
var SQL3 = {
  name: "publish",
  text: "select message_bus.publish($1, $2, $3, $4, $5, $6, $7, $8)"
};
var Publisher = class {
  static {
    __name(this, "Publisher");
  }
  /** @param onPublished told the topics after each batch */
  constructor(writer, onPublished, onTrouble) {
    this.writer = writer;
    this.onPublished = onPublished;
    this.onTrouble = onTrouble;
    this.queue = [];
    this.queuedBytes = 0;
    this.closed = false;
  }
  async publish(topic, newRecords) {
    if (newRecords.length === 0) return;
    const records = storedRecords(topic, newRecords);
    const bytes = bytesOf(records);
    if (this.closed) throw new Unreachable("the message bus is closed");
    if (this.queue.length >= QUEUE_CALLS_MAX || this.queue.length > 0 && this.queuedBytes + bytes > QUEUE_BYTES_MAX) throw new Unreachable("too many records are waiting to be published");
    return new Promise((resolve, reject) => {
      this.queue.push({
        topic,
        records,
        bytes,
        sinceMs: performance.now(),
        resolve,
        reject
      });
      this.queuedBytes += bytes;
      this.running ??= this.drain();
    });
  }
  /** Takes no more, and resolves when what was taken is settled. */
  async close() {
    this.closed = true;
    await this.running;
  }
  async drain() {
    while (this.queue.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.store(this.takeBatch());
    }
    this.running = void 0;
  }
  takeBatch() {
    let records = 0;
    let bytes = 0;
    const end = this.queue.findIndex((call, index) => {
      records += call.records.length;
      bytes += call.bytes;
      return index > 0 && (records > BATCH_RECORDS_MAX || bytes > BATCH_BYTES_MAX);
    });
    const batch = this.queue.splice(0, end === -1 ? this.queue.length : end);
    this.queuedBytes -= bytesOfCalls(batch);
    return batch;
  }
  async store(batch) {
    let calls = batch;
    for (let attempt2 = 1; calls.length > 0; attempt2 += 1) {
      try {
        await this.writer.query({
          ...SQL3,
          values: publishArguments(calls)
        });
        for (const { resolve } of calls) resolve();
        this.onPublished([
          ...new Set(calls.map(({ topic }) => topic.id))
        ]);
        return;
      } catch (error) {
        if (isRefusal(error)) return this.storeSingly(calls, error);
        this.onTrouble(error);
        calls = turnAwayOld(calls, error);
        if (calls.length > 0) await backOff(attempt2);
      }
    }
  }
  /** Nothing of the batch is stored, because of one of them: each for itself. */
  async storeSingly(calls, refusal) {
    if (calls.length === 1) calls[0]?.reject(refusal);
    else for (const call of calls) await this.store([
      call
    ]);
  }
};
var bytesOfCalls = /* @__PURE__ */ __name((calls) => calls.reduce((sum, { bytes }) => sum + bytes, 0), "bytesOfCalls");
function turnAwayOld(calls, error) {
  const oldest = performance.now() - WAIT_MAX_MS;
  return calls.filter(({ sinceMs, reject }) => {
    if (sinceMs < oldest) reject(asFault(error, "publishing"));
    return sinceMs >= oldest;
  });
}
__name(turnAwayOld, "turnAwayOld");

// ../../libs/adapters/message-bus/src/postgres/log/redrive.ts
var REDRIVE_GROUP = "parley.redrive";
var CHUNK_MAX = 200;
async function redrive({ pool, topics, publish: publish2 }, topic) {
  const letters = await topics.get(deadLettersOf(topic));
  const ends = await endsOf(pool, letters);
  for (let sent = 0; ; ) {
    const chunk = await inTransaction(pool, async (tx) => {
      const next = oldestFirst(await read(tx, letters, ends), CHUNK_MAX);
      if (next.length > 0) await publish2(topic, next.map(revived));
      await remember(tx, letters, next);
      return next.length;
    });
    if (chunk === 0) return sent;
    sent += chunk;
  }
}
__name(redrive, "redrive");
async function endsOf(pool, { id }) {
  await pool.query(`insert into message_bus.assignment (group_name, topic_id, partition)
     select $1, topic_id, partition from message_bus.partition where topic_id = $2 on conflict do nothing`, [
    REDRIVE_GROUP,
    id
  ]);
  const { rows } = await pool.query("select next_offset as end from message_bus.partition where topic_id = $1 order by partition", [
    id
  ]);
  return rows.map(({ end }) => end);
}
__name(endsOf, "endsOf");
async function read(tx, { id, name }, ends) {
  const { rows: places } = await tx.query("select partition, committed from message_bus.assignment where group_name = $1 and topic_id = $2 order by partition for update", [
    REDRIVE_GROUP,
    id
  ]);
  const partitions = [];
  for (const { partition, committed: committed2 } of places) {
    const { rows } = await tx.query(`select "offset", key, value, headers, published_at from message_bus.record
       where topic_id = $1 and partition = $2 and "offset" >= $3 and "offset" < $4 order by "offset" limit $5`, [
      id,
      partition,
      committed2,
      ends[partition] ?? 0,
      CHUNK_MAX
    ]);
    partitions.push(rows.map(({ offset, key, value, headers, published_at }) => ({
      topic: name,
      partition,
      offset,
      key: keyOf(key),
      value: JSON.parse(value),
      headers: JSON.parse(headers),
      publishedAt: published_at.toISOString(),
      publishedMs: published_at.getTime()
    })));
  }
  return partitions;
}
__name(read, "read");
function oldestFirst(partitions, max) {
  const merged = [];
  while (merged.length < max) {
    const heads = partitions.flatMap((letters) => letters[0] ?? []);
    const oldest = heads.reduce((first, head) => first && first.publishedMs <= head.publishedMs ? first : head, void 0);
    if (oldest === void 0) break;
    merged.push(oldest);
    partitions.find((letters) => letters[0] === oldest)?.shift();
  }
  return merged;
}
__name(oldestFirst, "oldestFirst");
async function remember(tx, { id }, sent) {
  for (const [partition, offset] of new Map(sent.map((letter) => [
    letter.partition,
    letter.offset
  ]))) await tx.query("update message_bus.assignment set committed = $4, touched_at = now() where group_name = $1 and topic_id = $2 and partition = $3", [
    REDRIVE_GROUP,
    id,
    partition,
    offset + 1
  ]);
}
__name(remember, "remember");

// ../../libs/adapters/message-bus/src/postgres/log/retention.ts
var DAY_MS = 864e5;
var RETENTION_MS = 7 * DAY_MS;
var LONG_RETENTION_MS = 30 * DAY_MS;
var FIRST_AFTER_MS = 6e4;
var EVERY_MS = 9e5;
var CHUNK = 5e3;
var CHUNKS_MAX = 200;
async function keepTrimmed(pool, retentionMs, signal, onTrouble) {
  await rest(FIRST_AFTER_MS, signal);
  while (!signal.aborted) {
    await trim(pool, retentionMs, signal).catch(onTrouble);
    await rest(EVERY_MS, signal);
  }
}
__name(keepTrimmed, "keepTrimmed");
async function trim(pool, retentionMs, signal) {
  const { rows } = await pool.query(`select t.id, p.partition, t.name like '%.dlq' as letters from message_bus.topic t join message_bus.partition p on p.topic_id = t.id`);
  let removed = 0;
  let chunks = 0;
  for (const { id, partition, letters } of rows) {
    for (let last = CHUNK; last === CHUNK && chunks < CHUNKS_MAX && !signal?.aborted; chunks += 1) {
      last = await trimChunk(pool, [
        id,
        partition,
        letters ? LONG_RETENTION_MS : retentionMs
      ]);
      removed += last;
    }
  }
  return removed;
}
__name(trim, "trim");
async function trimChunk(pool, [id, partition, retentionMs]) {
  const { rows } = await pool.query(`select case when pg_try_advisory_xact_lock(hashtextextended('parley/message-bus/trim', 0))
       then message_bus.trim_partition($1, $2, now() - $3 * interval '1 ms', now() - $4 * interval '1 ms', $5) else 0 end as removed`, [
    id,
    partition,
    retentionMs,
    LONG_RETENTION_MS,
    CHUNK
  ]);
  return rows[0]?.removed ?? 0;
}
__name(trimChunk, "trimChunk");
async function rest(ms, signal) {
  await pause(ms * (0.75 + Math.random() / 2), signal);
}
__name(rest, "rest");

// ../../libs/adapters/message-bus/src/postgres/log/topics.ts
var NAME = /^[A-Za-z0-9._-]{1,249}$/;
var Topics = class {
  static {
    __name(this, "Topics");
  }
  constructor(pool, partitions) {
    this.pool = pool;
    this.partitions = partitions;
    this.known = /* @__PURE__ */ new Map();
  }
  /** @throws Unreachable */
  get(name) {
    let topic = this.known.get(name);
    if (topic === void 0) {
      topic = this.ensure(name);
      this.known.set(name, topic);
      topic.catch(() => this.known.delete(name));
    }
    return topic;
  }
  async ensure(name) {
    if (!NAME.test(name)) throw new RangeError(`not a topic name: ${JSON.stringify(name)}`);
    try {
      const { rows } = await this.pool.query("select id, partitions from message_bus.ensure_topic($1, $2)", [
        name,
        this.partitions
      ]);
      const row = rows[0];
      if (row === void 0) throw new Error(`topic ${name} was not created`);
      return {
        ...row,
        name
      };
    } catch (error) {
      throw asFault(error, `creating topic ${name}`);
    }
  }
};

// ../../libs/adapters/message-bus/src/postgres/pools.ts
var import_pg9 = require("pg");
var WRITE_TIMEOUT_MS = 5e3;
function openPools(settings) {
  return {
    writer: open({
      ...settings,
      statementTimeoutMs: WRITE_TIMEOUT_MS
    }, 1, {}),
    // The plan is made while the table is empty and must be right when it is full.
    reader: open(settings, 1, {
      enable_seqscan: "off",
      enable_bitmapscan: "off",
      plan_cache_mode: "force_generic_plan"
    }),
    groups: open({
      ...settings,
      statementTimeoutMs: WRITE_TIMEOUT_MS
    }, 2, {
      synchronous_commit: "off"
    }),
    upkeep: open(settings, 2, {})
  };
}
__name(openPools, "openPools");
async function closePools(pools, deadlineMs) {
  await within(deadlineMs, Promise.allSettled(Object.values(pools).map((pool) => pool.end())));
}
__name(closePools, "closePools");
function open(settings, max, server) {
  const options = Object.entries(server).map(([name, value]) => `-c ${name}=${value}`).join(" ");
  const pool = new import_pg9.Pool({
    ...connectionConfig(settings),
    options,
    max,
    idleTimeoutMillis: 3e4
  });
  pool.on("error", () => void 0);
  pool.on("connect", (client) => client.on("error", () => void 0));
  return pool;
}
__name(open, "open");

// ../../libs/adapters/message-bus/src/postgres/postgres-message-bus.ts
var PARTITIONS = 8;
var DRAIN_MAX_MS = 6e3;
var FAREWELL_MAX_MS2 = 1500;
var PostgresMessageBus = class {
  static {
    __name(this, "PostgresMessageBus");
  }
  constructor({ partitions = PARTITIONS, retentionMs = RETENTION_MS, drainMaxMs = DRAIN_MAX_MS, observer, ...connection }) {
    this.consumers = /* @__PURE__ */ new Set();
    this.closing = new AbortController();
    const troubled = /* @__PURE__ */ __name((doing) => (error) => observer.troubled?.(doing, error), "troubled");
    const pools = openPools(connection);
    const news = new News(connection, pools.groups, troubled("telling and hearing news"));
    const reader = new LogReader(pools.reader, troubled("reading"));
    news.onRecords = (topicIds) => reader.heard(topicIds);
    this.publisher = new Publisher(pools.writer, (topicIds) => news.recordsPublished(topicIds), troubled("publishing"));
    const offsets = new OffsetCommits(pools.groups, troubled("moving offsets"));
    const topics = new Topics(pools.upkeep, partitions);
    this.consuming = {
      topics,
      reader,
      news,
      offsets,
      pools,
      observer,
      drainMaxMs,
      publish: /* @__PURE__ */ __name((topic, records) => this.publish(topic, records), "publish")
    };
    this.trimming = keepTrimmed(pools.upkeep, retentionMs, this.closing.signal, troubled("removing old records"));
  }
  async publish(topic, records) {
    this.mustBeOpen();
    await this.publisher.publish(await this.consuming.topics.get(topic), records);
    this.consuming.observer.published?.(topic, records.length);
  }
  consume(options) {
    this.mustBeOpen();
    const consumer = options.group === void 0 ? new BroadcastConsumer(this.consuming, options) : new GroupConsumer(this.consuming, options);
    this.consumers.add(consumer);
    return consumer;
  }
  async redrive(topic) {
    this.mustBeOpen();
    const { pools, topics } = this.consuming;
    const again = {
      pool: pools.upkeep,
      topics,
      publish: /* @__PURE__ */ __name((name, records) => this.publish(name, records), "publish")
    };
    return redrive(again, topic).catch((error) => Promise.reject(asFault(error, "redriving")));
  }
  async check() {
    this.mustBeOpen();
    await this.consuming.pools.upkeep.query("select 1").catch((error) => Promise.reject(asFault(error, "checking")));
  }
  async close() {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    const { reader, news, pools } = this.consuming;
    await Promise.all([
      ...this.consumers
    ].map((consumer) => consumer.stop()));
    await within(FAREWELL_MAX_MS2, Promise.all([
      this.publisher.close(),
      reader.close(),
      news.close(),
      this.trimming
    ]));
    await closePools(pools, FAREWELL_MAX_MS2);
  }
  mustBeOpen() {
    if (this.closing.signal.aborted) throw new Unreachable("the message bus is closed");
  }
};

// ../../libs/adapters/message-bus/src/postgres/create-postgres-message-bus.ts
async function createPostgresMessageBus({ logger, observer, ...settings }) {
  await migrate(settings.databaseUrl, "message_bus", [
    CreateMessageLog1763800000001,
    CreateConsumerGroups1763800000002
  ]);
  return new PostgresMessageBus({
    ...settings,
    observer: observers(observer, logger && busLog(logger))
  });
}
__name(createPostgresMessageBus, "createPostgresMessageBus");

// ../../libs/adapters/message-bus/src/create-message-bus.ts
async function createMessageBus({ kafkaBrokers, ...settings }) {
  if (kafkaBrokers?.length) throw new Error("KAFKA_BROKERS is set, but Kafka is not supported yet: unset it to keep the topics in PostgreSQL");
  return createPostgresMessageBus(settings);
}
__name(createMessageBus, "createMessageBus");

// ../../libs/adapters/message-bus/src/nest/connect-message-bus.ts
var import_common = require("@nestjs/common");
var import_rxjs2 = require("rxjs");

// ../../libs/adapters/message-bus/src/nest/parley-transport.strategy.ts
var import_microservices = require("@nestjs/microservices");
var import_rxjs = require("rxjs");

// ../../libs/adapters/message-bus/src/nest/connect-message-bus.ts
function _ts_decorate(decorators, target, key, desc) {
  var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
  if (typeof Reflect === "object" && typeof Reflect.decorate === "function") {
    r = Reflect.decorate(decorators, target, key, desc);
  } else {
    for (var i = decorators.length - 1; i >= 0; i--) {
      if (d = decorators[i]) {
        r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
      }
    }
  }
  return c > 3 && r && Object.defineProperty(target, key, r), r;
}
__name(_ts_decorate, "_ts_decorate");
var ErrorsAsTheyAre = class ErrorsAsTheyAre2 {
  static {
    __name(this, "ErrorsAsTheyAre");
  }
  catch(error) {
    return (0, import_rxjs2.throwError)(() => error);
  }
};
ErrorsAsTheyAre = _ts_decorate([
  (0, import_common.Catch)()
], ErrorsAsTheyAre);

// src/measure/history.ts
var AT_ONCE = 100;
var BEGINS_MS = Date.parse("2026-01-05T08:00:00.000Z");
function history(count) {
  const records = [];
  let position = 0;
  for (let first = 0; first < count; first += AT_ONCE) {
    const group = Array.from({
      length: Math.min(AT_ONCE, count - first)
    }, (_, index) => first + index);
    const stories = group.map((number) => ({
      id: derivedId("bench", number),
      events: story(number)
    }));
    for (let revision = 0; revision < stories[0].events.length; revision++) for (const { id, events } of stories) records.push(record(id, events[revision], {
      revision,
      position: ++position
    }));
  }
  return records;
}
__name(history, "history");
function record(conversationId, event, at) {
  const stored = {
    id: derivedId(conversationId, at.revision),
    type: event.type,
    recordedAt: time(at.position),
    ...at
  };
  return {
    key: conversationId,
    value: event,
    headers: cloudEventHeaders("/conversation", conversationId, stored)
  };
}
__name(record, "record");
var time = /* @__PURE__ */ __name((step) => new Date(BEGINS_MS + step * 100).toISOString(), "time");
function story(number) {
  const [offerId, agentId, queueId] = [
    derivedId("offer", number),
    `agent-${number % 20 + 1}`,
    "one"
  ];
  const names = {
    agentName: agentId,
    queueName: "Queue one",
    customerName: `Customer ${number}`,
    sourceNumber: "+1 555 019 0000"
  };
  const at = /* @__PURE__ */ __name((step) => time(number * 20 + step), "at");
  const received = /* @__PURE__ */ __name((step) => ({
    type: "MessageReceived",
    messageId: derivedId("received", number, step),
    wamid: `wamid.${number}.${step}`,
    messageType: "text",
    text: "Is my order on its way?",
    customerName: names.customerName,
    channelTimestamp: at(step),
    receivedAt: at(step),
    serviceWindowExpiresAt: at(step + 864e3)
  }), "received");
  const sent = /* @__PURE__ */ __name((step) => ({
    type: "MessageSent",
    messageId: derivedId("sent", number, step),
    messageType: "text",
    text: "It left our warehouse today.",
    legId: offerId,
    agentId,
    agentName: names.agentName,
    phoneNumberId: "900000000000001",
    to: {
      phone: "+12025550143"
    },
    sentAt: at(step)
  }), "sent");
  return [
    ...beginning({
      number,
      offerId,
      agentId,
      queueId,
      names,
      at
    }),
    received(4),
    sent(5),
    received(6),
    sent(7),
    ...ending({
      offerId,
      agentId,
      at
    })
  ];
}
__name(story, "story");
function beginning(of) {
  const { number, offerId, agentId, queueId, names, at } = of;
  const [agentName, queueName, customerName, sourceNumber] = [
    names.agentName,
    names.queueName,
    names.customerName,
    names.sourceNumber
  ];
  const customer = {
    customerId: derivedId("customer", number),
    name: customerName,
    phone: "+12025550143"
  };
  return [
    {
      type: "ConversationStarted",
      threadId: derivedId("thread", number),
      episode: 1,
      channel: "whatsapp",
      phoneNumberId: "900000000000001",
      sourceNumber,
      customer,
      startedAt: at(0)
    },
    {
      type: "Queued",
      entryId: derivedId("entry", number),
      purpose: "queue",
      queueId,
      queueName,
      reason: "new",
      priority: 0,
      arrivedAt: at(1),
      queuedAt: at(1),
      serviceLevelSeconds: 60
    },
    {
      type: "Offered",
      offerId,
      kind: "queue",
      agentId,
      agentName,
      queueId,
      queueName,
      customerName,
      customerPhone: customer.phone,
      sourceNumber,
      receivedAt: at(1),
      offeredAt: at(2),
      expiresAt: at(302)
    },
    {
      type: "Accepted",
      offerId,
      kind: "queue",
      legId: offerId,
      agentId,
      agentName,
      queueId,
      acceptedAt: at(3),
      waitedMs: 200
    }
  ];
}
__name(beginning, "beginning");
function ending({ offerId: legId, agentId, at }) {
  const allowedReasons = [
    "none"
  ];
  return [
    {
      type: "Ended",
      endedBy: {
        kind: "agent",
        id: agentId
      },
      reason: "agent-ended",
      lastStatus: "active",
      endedAt: at(8)
    },
    {
      type: "WrapUpStarted",
      legId,
      agentId,
      startedAt: at(8),
      dueAt: at(1208),
      defaultReason: "none",
      allowedReasons
    },
    {
      type: "WrapUpApplied",
      legId,
      agentId,
      reasonId: "none",
      automatic: false,
      startedAt: at(8),
      appliedAt: at(9)
    },
    {
      type: "ConversationClosed",
      closedAt: at(9)
    }
  ];
}
__name(ending, "ending");

// src/measure/catch-up.ts
var TURNS2 = 3;
var CONVERSATIONS = 3e3;
var ROWS_AT_ONCE = 500;
var WITHIN_MS = 6e4;
async function measureCatchUp(settings) {
  const records = history(CONVERSATIONS);
  const catchUp2 = /* @__PURE__ */ __name(async (name) => {
    const databaseUrl2 = await freshDatabase(settings.serverUrl, `bench_catch_up_${name}`);
    await publish(databaseUrl2, records);
    const perSecond = await withConnections(databaseUrl2, 1, ([client]) => caughtUpPerSecond(client, {
      ...settings,
      databaseUrl: databaseUrl2,
      total: records.length
    }));
    return {
      databaseUrl: databaseUrl2,
      perSecond
    };
  }, "catchUp");
  const { databaseUrl } = await catchUp2("first");
  return inTurns(TURNS2, {
    ceiling: /* @__PURE__ */ __name((turn) => upsertsPerSecond(databaseUrl, {
      rows: records.length,
      keys: CONVERSATIONS,
      turn
    }), "ceiling"),
    figure: /* @__PURE__ */ __name(async (turn) => (await catchUp2(String(turn))).perSecond, "figure")
  });
}
__name(measureCatchUp, "measureCatchUp");
async function publish(databaseUrl, records) {
  const bus = await createMessageBus({
    databaseUrl,
    applicationName: "bench"
  });
  try {
    for (let from = 0; from < records.length; from += ROWS_AT_ONCE) await bus.publish(TOPICS.conversationEvents, records.slice(from, from + ROWS_AT_ONCE));
  } finally {
    await bus.close();
  }
}
__name(publish, "publish");
async function caughtUpPerSecond(client, run) {
  const service = startReporting(run);
  try {
    const beganMs = performance.now();
    let first;
    for (; ; ) {
      const [count, atMs] = [
        await committed(client),
        performance.now()
      ];
      if (count > 0) first ??= {
        count,
        atMs
      };
      if (first && count >= run.total) return (count - first.count) * 1e3 / (atMs - first.atMs);
      if (service.exitCode !== null || atMs - beganMs > WITHIN_MS) throw new Error(`the reporting service caught up with ${count} of ${run.total} events only`);
      await (0, import_promises6.setTimeout)(5);
    }
  } finally {
    await ended(service);
  }
}
__name(caughtUpPerSecond, "caughtUpPerSecond");
async function committed(client) {
  const { rows } = await client.query(`select coalesce(sum(a.committed), 0) as count from message_bus.assignment a join message_bus.topic t on t.id = a.topic_id where t.name = $1`, [
    TOPICS.conversationEvents
  ]);
  return Number(rows[0]?.count);
}
__name(committed, "committed");
function startReporting({ root, databaseUrl, config, port }) {
  const secret = (0, import_node_crypto7.randomBytes)(32).toString("hex");
  return (0, import_node_child_process2.spawn)(process.execPath, [
    (0, import_node_path2.join)(root, "apps", "wrap-up-reporting", "dist", "main.js")
  ], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      CONTACT_CENTER_CONFIG: config,
      WRAP_UP_REPORTING_PORT: port,
      AUTH_JWT_SECRET: secret,
      PARLEY_SERVICE_TOKEN: secret,
      LOG_LEVEL: "warn"
    },
    stdio: [
      "ignore",
      "ignore",
      "inherit",
      "ipc"
    ]
  });
}
__name(startReporting, "startReporting");
async function ended(service) {
  if (service.exitCode !== null) return;
  const exit = new Promise((resolve) => service.once("exit", resolve));
  service.kill("SIGTERM");
  const force = setTimeout(() => service.kill("SIGKILL"), 1e4);
  await exit;
  clearTimeout(force);
}
__name(ended, "ended");
async function upsertsPerSecond(databaseUrl, { rows, keys, turn }) {
  return withConnections(databaseUrl, 1, async ([client]) => {
    const table = `bench_upsert_${turn}`;
    await client.query(`create table ${table} (like wrap_up_reporting.conversation_fact including all)`);
    const { rows: sample } = await client.query("select row_to_json(f) as row from wrap_up_reporting.conversation_fact f limit 1");
    const columns2 = Object.keys(sample[0].row).filter((column) => column !== "conversation_id");
    const text = `insert into ${table} select * from json_populate_recordset(null::${table}, $1)
      on conflict (conversation_id) do update set ${columns2.map((column) => `${column} = excluded.${column}`).join(", ")}`;
    const startedMs = performance.now();
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      const batch = Array.from({
        length: Math.min(ROWS_AT_ONCE, rows - from)
      }, (_, index) => from + index);
      const values = batch.map((row) => ({
        ...sample[0].row,
        conversation_id: `conversation-${row % keys}`,
        revision: row
      }));
      await client.query({
        name: table,
        text,
        values: [
          JSON.stringify(values)
        ]
      });
    }
    return rows * 1e3 / (performance.now() - startedMs);
  });
}
__name(upsertsPerSecond, "upsertsPerSecond");

// src/tmp-parts.ts
if (process.argv[2] === BARE_SERVER) void bareServer(process.env);
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  AGENTS,
  CONVERSATIONS_PER_AGENT,
  Desk,
  NUMBERS,
  PASSWORD,
  SUPERVISOR,
  WEBHOOK_PATH,
  agentIds,
  benchConfig,
  freshDatabase,
  gatewayPort,
  load,
  measureCatchUp,
  measureCommands,
  measureLive,
  measureProcesses,
  notificationBytes,
  phoneOf,
  processesOf,
  quiet,
  servicePids,
  startBareServer,
  until
});
//# sourceMappingURL=main.js.map
