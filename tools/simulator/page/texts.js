/** Every word of the page, in both languages. */
const TEXTS = {
  en: {
    title: 'WhatsApp simulator',
    subtitle: 'Write as a customer',
    language: 'Language',
    newCustomer: 'New customer',
    back: 'Customers',
    businessNumber: 'Business number',
    messages: 'Messages',
    message: 'Message',
    send: 'Send',
    attach: 'Send a picture or a file',
    image: 'Picture',
    sticker: 'Sticker',
    document: 'Document',
    name: 'Name',
    phone: 'Phone',
    hidesPhone: 'Uses a username: the business does not see the phone number',
    cancel: 'Cancel',
    create: 'Create',
    typing: 'typing…',
    online: 'business account',
    empty: 'Write the first message: it reaches the contact centre at once.',
    noMessages: 'No messages yet',
    phoneWithheld: 'Phone number withheld',
    you: 'You',
    business: 'Business',
    unread: (count) => `${count} unread`,
    left: (count) => `${count} left`,
    notTaken: 'The contact centre has not taken this yet. Trying again…',
    disconnected: 'The simulator does not answer. Trying again…',
    notSent: 'Not sent. Try again.',
    today: 'Today',
    waiting: 'Waiting',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not delivered',
  },
  es: {
    title: 'Simulador de WhatsApp',
    subtitle: 'Escribe como cliente',
    language: 'Idioma',
    newCustomer: 'Nuevo cliente',
    back: 'Clientes',
    businessNumber: 'Número de la empresa',
    messages: 'Mensajes',
    message: 'Mensaje',
    send: 'Enviar',
    attach: 'Enviar una imagen o un archivo',
    image: 'Imagen',
    sticker: 'Sticker',
    document: 'Documento',
    name: 'Nombre',
    phone: 'Teléfono',
    hidesPhone: 'Usa un nombre de usuario: la empresa no ve su teléfono',
    cancel: 'Cancelar',
    create: 'Crear',
    typing: 'escribiendo…',
    online: 'cuenta de empresa',
    empty: 'Escribe el primer mensaje: llega al instante al centro de contacto.',
    noMessages: 'Sin mensajes',
    phoneWithheld: 'Teléfono oculto',
    you: 'Tú',
    business: 'Empresa',
    unread: (count) => `${count} sin leer`,
    left: (count) => `Quedan ${count}`,
    notTaken: 'El centro de contacto aún no lo ha recibido. Reintentando…',
    disconnected: 'El simulador no responde. Reintentando…',
    notSent: 'No se ha enviado. Inténtalo de nuevo.',
    today: 'Hoy',
    waiting: 'En espera',
    sent: 'Enviado',
    delivered: 'Entregado',
    read: 'Leído',
    failed: 'No entregado',
  },
};

const STORED = 'simulator-language';
let language = localStorage.getItem(STORED) ?? (navigator.language.startsWith('es') ? 'es' : 'en');

/** The words of a name in the page's language. */
export const text = (name, ...values) => {
  const words = TEXTS[language][name];
  return typeof words === 'function' ? words(...values) : words;
};

export const currentLanguage = () => language;

/** Puts the page's fixed words into `language`. */
export function speak(wanted = language) {
  language = wanted === 'es' ? 'es' : 'en';
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
  document.title = text('title');
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', text(element.dataset.label));
  for (const element of document.querySelectorAll('[data-placeholder]')) element.placeholder = text(element.dataset.placeholder);
  for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === language));
}
