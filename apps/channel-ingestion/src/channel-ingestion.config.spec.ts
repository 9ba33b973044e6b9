import { loadSettings } from '@parley/service-kit';
import { ChannelIngestionSettings } from './channel-ingestion.config';

const GIVEN = {
  DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/parley',
  CONTACT_CENTER_CONFIG: 'contact-center.yaml',
  AUTH_JWT_SECRET: 'x'.repeat(32),
  WHATSAPP_APP_SECRET: 'new, old',
  WHATSAPP_VERIFY_TOKEN: 'agreed',
  WHATSAPP_ACCESS_TOKEN: 'token',
};
const load = (more: Record<string, string | undefined>) => loadSettings(ChannelIngestionSettings, { ...GIVEN, ...more });

describe('the settings of the WhatsApp edge', () => {
  it('are complete with the credentials', () => {
    expect(load({})).toMatchObject({ WHATSAPP_APP_SECRET: ['new', 'old'], WHATSAPP_GRAPH_URL: 'https://graph.facebook.com', WHATSAPP_GRAPH_VERSION: 'v26.0' });
    expect(load({ WHATSAPP_GRAPH_URL: 'http://127.0.0.1:3005/' }).WHATSAPP_GRAPH_URL).toBe('http://127.0.0.1:3005');
  });

  it.each(['WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN', 'WHATSAPP_ACCESS_TOKEN'])('need %s', (name) => {
    for (const value of [undefined, '', ' ', name === 'WHATSAPP_APP_SECRET' ? ',' : ' ']) expect(() => load({ [name]: value })).toThrow(`${name}: is needed`);
  });

  it.each([{ WHATSAPP_GRAPH_URL: 'graph' }, { WHATSAPP_GRAPH_URL: 'ftp://graph' }, { WHATSAPP_GRAPH_VERSION: '26' }, { WHATSAPP_SEND_TIMEOUT_MS: 'soon' }])('refuse %j', (wrong) =>
    expect(() => load(wrong)).toThrow(`${Object.keys(wrong)[0]}: expected`),
  );

  it.each(['WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN', 'WHATSAPP_ACCESS_TOKEN'])('refuse a demo %s with the real Graph API', (name) => {
    expect(() => load({ [name]: 'demo-value' })).toThrow(`${name}: is a demo value, which is unsafe with https://graph.facebook.com`);
    expect(load({ [name]: 'demo-value', WHATSAPP_GRAPH_URL: 'http://127.0.0.1:3005' })).toBeDefined();
  });

  it('report everything at once', () => {
    expect(() => load({ WHATSAPP_VERIFY_TOKEN: '', WHATSAPP_GRAPH_VERSION: 'x', DATABASE_URL: '' })).toThrow(/DATABASE_URL[^]*WHATSAPP_VERIFY_TOKEN[^]*WHATSAPP_GRAPH_VERSION/);
  });
});
