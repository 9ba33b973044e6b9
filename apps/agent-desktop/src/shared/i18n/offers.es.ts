import type { offersEn } from './offers.en';

export const offersEs: { readonly [K in keyof typeof offersEn]: (typeof offersEn)[K] extends string ? string : (typeof offersEn)[K] } = {
  'offer.region': 'Solicitudes de contacto',
  'offer.kind.queue': 'Nueva solicitud',
  'offer.kind.transfer': 'Transferencia para usted',
  'offer.kind.conference': 'Conferencia con usted',
  'offer.requestedBy': 'Solicitado por',
  'offer.elapsed': 'Tiempo desde que llegó la solicitud',
  'offer.left': ({ left }) => `Acepte en ${left}`,
  'offer.over': 'El tiempo para aceptar ha terminado',
  'offer.announce': ({ name, queue }) => `Nueva solicitud de contacto de ${name}, cola ${queue}`,
  'offer.announce.transfer': ({ name, queue, by }) => `${by} le transfiere a ${name}, cola ${queue}`,
  'offer.announce.conference': ({ name, queue, by }) => `${by} le pide que se una a la conversación con ${name}, cola ${queue}`,
  'offer.range': ({ from, to, count }) => `${from}–${to} de ${count}`,
  'offer.previous': 'Solicitudes anteriores',
  'offer.next': 'Solicitudes siguientes',
  'offer.acceptAll': ({ count }) => `Aceptar ${count} solicitudes`,
  'offer.ending.missed': ({ names, count }) =>
    count === 1 ? `No aceptó a tiempo la solicitud de ${names}.` : `No aceptó a tiempo las solicitudes de ${names}.`,
  'offer.ending.withdrawn': ({ names, count }) =>
    count === 1 ? `Se retiró la solicitud de ${names}.` : `Se retiraron las solicitudes de ${names}.`,
  'offer.ending.rejected': ({ names, count }) =>
    count === 1 ? `Se rechazó la solicitud de ${names}.` : `Se rechazaron las solicitudes de ${names}.`,
  'offer.ending.gone': ({ names, count }) =>
    count === 1 ? `La solicitud de ${names} ya no está abierta.` : `Las solicitudes de ${names} ya no están abiertas.`,
  'offer.count': ({ count }) => (count === 1 ? '1 solicitud' : `${count} solicitudes`),
  'offer.pager': 'Páginas de solicitudes',
  'offer.skip': 'Ir a la solicitud más antigua',
  'offer.keys': ({ keys }) => `${keys} lleva a Aceptar.`,
  'offer.withheld': 'No facilitado por WhatsApp',
  'wrapup.waiting': ({ name }) => `Su parte en la conversación con ${name} ha terminado.`,
  'wrapup.remaining': 'Tiempo que queda para el cierre',
  'message.elsewhere': ({ name, text }) => `Mensaje nuevo de ${name}: ${text}`,
};
