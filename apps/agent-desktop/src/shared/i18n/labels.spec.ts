import { en } from './en';
import { es } from './es';

/** The reference page's labels, English and Spanish. */
const LABELS = {
  'popover.customerName': ['Customer Name', 'Nombre del cliente'],
  'popover.customerPhone': ['Customer Phone Number', 'Número de teléfono del cliente'],
  'popover.sourceNumber': ['Source Number', 'Número de origen'],
  'popover.queueName': ['Queue Name', 'Nombre de cola'],
  'action.accept': ['Accept', 'Aceptar'],
  'state.available': ['Available', 'Disponible'],
  'state.rona': ['RONA', 'RONA'],
  'action.send': ['Send', 'Enviar'],
  'action.transfer': ['Transfer', 'Transferir'],
  'dialog.transfer': ['Transfer Request', 'Transferir solicitud'],
  'dialog.wrapup': ['Wrap Up Reasons', 'Motivos de cierre'],
  'action.conference': ['Conference', 'Conferencia'],
  'dialog.conference': ['Conference Request', 'Solicitud de conferencia'],
  'status.confRequested': ['Conference Requested', 'Conferencia solicitada'],
  'status.conf': ['Conference', 'Conferencia'],
  'action.endConference': ['End Conference', 'Finalizar conferencia'],
  'action.exitConference': ['Exit Conference', 'Salir de conferencia'],
  'action.end': ['End', 'Finalizar'],
  'action.submitWrapup': ['Submit Wrap Up', 'Enviar cierre'],
} as const;

describe('the texts', () => {
  it.each(Object.entries(LABELS))('say %s as the reference does', (key, labels) => {
    expect([en[key as keyof typeof LABELS], es[key as keyof typeof LABELS]]).toEqual(labels);
  });

  it('are the same in number and kind in both languages', () => {
    const kinds = (table: object) => Object.entries(table).map(([key, text]) => `${key}: ${typeof text}`);
    expect(kinds(es)).toEqual(kinds(en));
  });

  it('agree with one', () => {
    const one = { used: 1, max: 1 };
    expect([en['app.capacity'](one), en['wallboard.load.of'](one)]).toEqual(['1 of 1 conversation', '1 of 1 place taken']);
    const spanish = [es['app.capacity'](one), es['wallboard.load.of'](one), es['wallboard.ofAgents']({ count: 1 }), es['compose.windowShort']({ left: '1 h' })];
    expect(spanish).toEqual(['1 de 1 conversación', '1 de 1 plaza ocupada', 'de 1 conectado', 'Solo 1 h para responder']);
  });
});
