import { readFileSync } from 'node:fs';
import { ContactCenterConfig } from '@parley/contracts';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ApprovedTemplate } from './graph/template';

const Settings = z.object({
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(3005),
  SIMULATOR_HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  GATEWAY_URL: z.url().optional(),
  WHATSAPP_APP_SECRET: z.string().min(1),
  WHATSAPP_VERIFY_TOKEN: z.string().min(1),
  WHATSAPP_ACCESS_TOKEN: z.string().min(1),
  CONTACT_CENTER_CONFIG: z.string().default('config/contact-center.demo.yaml'),
});

const Known = z.object({ numbers: ContactCenterConfig.shape.numbers, templates: ContactCenterConfig.shape.templates });

/** A WhatsApp Business number that the simulator plays. */
export interface BusinessNumber {
  readonly phoneNumberId: string;
  readonly displayNumber: string;
  readonly queue: string;
}

export interface SimulatorConfig {
  readonly host: string;
  readonly port: number;
  /** Where notifications go. */
  readonly webhookUrl: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly accessToken: string;
  readonly numbers: readonly BusinessNumber[];
  readonly templates: readonly ApprovedTemplate[];
}

/** Every setting, read once. @throws Error that names each bad setting */
export function simulatorConfig(env: NodeJS.ProcessEnv): SimulatorConfig {
  const settings = Settings.safeParse(env);
  if (!settings.success) throw new Error(`simulator settings:\n${z.prettifyError(settings.error)}`);
  const { data } = settings;
  return {
    host: data.SIMULATOR_HOST,
    port: data.SIMULATOR_PORT,
    webhookUrl: `${(data.GATEWAY_URL ?? `http://127.0.0.1:${data.PORT}`).replace(/\/$/, '')}/webhooks/whatsapp`,
    appSecret: data.WHATSAPP_APP_SECRET,
    verifyToken: data.WHATSAPP_VERIFY_TOKEN,
    accessToken: data.WHATSAPP_ACCESS_TOKEN,
    ...known(data.CONTACT_CENTER_CONFIG),
  };
}

/** What WhatsApp knows of the business; the services check the rest of the file. */
function known(path: string): z.infer<typeof Known> {
  const file = Known.safeParse(parse(readFileSync(path, 'utf8')));
  if (!file.success) throw new Error(`CONTACT_CENTER_CONFIG ${path}:\n${z.prettifyError(file.error)}`);
  return file.data;
}
