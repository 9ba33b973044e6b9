/** Who writes to the agent in the middle of the pictures, and what is said: the same in every run; only the times differ. */
export const PEOPLE = {
  en: {
    order: {
      from: '34600111222', name: 'Lucía Fernández', first: 'Good morning! My order 10423 has not arrived yet.', place: 'Thank you. Here is where it should go:',
      answers: ['Good morning, Lucía. Let me look at it for you.', 'I see it: the parcel left our warehouse this morning.\nYou will have it tomorrow between 9 and 13 h.'],
    },
    sizes: { from: '491701234567', name: 'Tom Becker', first: 'Hello, which sizes do you have in blue?' },
    invoice: {
      from: '34611222333', name: 'Marta Gil', first: 'Hi! I would like to change my invoice address.', answer: 'Of course, Marta. What is the new address?',
      last: 'Plaza Nueva 3, Bilbao. That is all, thank you!', colleague: 'I have corrected the invoice and sent it again.',
    },
    damage: {
      from: '971501234567', name: 'ليلى حداد', first: 'مرحبا، وصل الطرد تالفًا', caption: 'Damaged', document: 'Delivery note.pdf', last: 'Could you send a new one? 🙏📦',
      answer: 'I am sorry, Layla 😔 A new one is on its way today.', failing: 'You can keep the damaged one.',
    },
  },
  es: {
    order: {
      from: '34622333444', name: 'Javier Ortega', first: '¡Buenos días! Mi pedido 10588 todavía no ha llegado.', place: 'Gracias. Esta es la dirección:',
      answers: ['Buenos días, Javier. Ahora mismo lo miro.', 'Ya lo veo: el paquete salió de nuestro almacén esta mañana.\nLo tendrá mañana entre las 9 y las 13 h.'],
    },
    sizes: { from: '351912345678', name: 'João Pires', first: 'Buenas tardes, ¿qué tallas tienen en azul?' },
    invoice: {
      from: '34633444555', name: 'Carmen Núñez', first: '¡Hola! Quisiera cambiar la dirección de mi factura.', answer: 'Claro, Carmen. ¿Cuál es la nueva dirección?',
      last: 'Plaza Nueva 3, Bilbao. Eso es todo, ¡gracias!', colleague: 'He corregido la factura y la he enviado de nuevo.',
    },
    damage: {
      from: '971507654321', name: 'سارة خليل', first: 'مرحبا، وصل الطرد تالفًا', caption: 'Dañado', document: 'Albarán.pdf', last: '¿Pueden enviar otro? 🙏📦',
      answer: 'Lo siento mucho, Sara 😔 Hoy mismo sale otro.', failing: 'Puede quedarse con el dañado.',
    },
  },
};

/** Seven at once. */
export const SEVEN = [
  ['Nora Lindqvist', 'Is the shop open on Sunday?'],
  ['Pau Serra', 'Can I pay in three instalments?'],
  ['Aylin Demir', 'My voucher does not work'],
  ['Hugo Martín', '¿Dónde está mi paquete?'],
  ['Grace Okafor', 'I would like to return a jacket'],
  ['Wiktor Nowak', 'Do you repair zips?'],
  ['Emma Rossi', 'The colour is not the one in the picture'],
].map(([name, first], at) => ({ from: `4670000010${at}`, name, first }));

/** The morning before: who wrote to which queue, the answer, how it ended, and where it was handed on to. */
export const MORNING = [
  ['Elena Vidal', 'support', 'My parcel is wet', 'I am sorry! A new one leaves today.', 'complaint'],
  ['Marco Conti', 'sales', 'Do you have the green one in 42?', 'We do. Shall I keep it for you?', 'order-placed'],
  ['Sophie Laurent', 'support', 'I cannot sign in', 'I have sent you a new link.', 'technical-problem'],
  ['Óscar Peña', 'support', 'How much is the shipping?', 'A colleague of sales will tell you.', 'question-answered', 'sales'],
  ['Julia Weber', 'support', 'Thank you for the quick help!', 'You are welcome, Julia.', 'resolved'],
  ['Rafael Sousa', 'sales', 'Three of them, please', 'With pleasure. They are yours.', 'order-placed'],
  ['Ingrid Dahl', 'support', 'Wrong size again', 'Let me ask a colleague for you.', 'complaint', 'sales'],
  ['Lucas Petit', 'support', 'Is my address right?', 'It is: 12 Rue des Lilas.', 'question-answered'],
  ['Alba Rey', 'support', '¿Me pueden llamar?', 'Le llamamos esta tarde.', 'call-back'],
].map(([name, queue, first, answer, reason, on], at) => ({ from: `4930000020${at}`, name, queue, first, answer, reason, on }));

/** Who waits while the supervisor looks. */
export const WAITING = [
  { from: '393331234567', name: 'Chiara Greco', first: 'Is there an invoice for order 10611?' },
  { from: '447700900123', name: 'Oliver Hughes', first: 'The zip of my jacket is broken' },
];

/** Whom sales misses once. */
export const MISSED = { from: '34655666777', name: 'Pedro Salas', queue: 'sales' };
