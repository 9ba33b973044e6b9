/** What is on the pages, by which the scenes find their way. */
export const WORDS = {
  en: {
    username: 'Username', password: 'Password', signIn: 'Sign in', state: 'State', available: 'Available', goAvailable: 'Go to Available',
    accept: 'Accept', acceptAll: 'Accept 7 requests', range: '1–5 of 7', tasks: 'Tasks', reply: /^Reply to /, delivered: /^(Delivered|Read)$/,
    transfer: 'Transfer', conference: 'Conference', conferenceRequested: 'Conference Requested', exitConference: 'Exit Conference',
    joined: 'Ben Carter joined the chat', removeAgent: 'Remove agent', cancel: 'Cancel', agent: 'Agent', queue: 'Queue', end: 'End',
    wrapUp: 'Wrap Up Reasons', submit: 'Submit Wrap Up', reason: 'Question answered', again: 'Send again', rona: 'Return to Available',
    catchingUp: /Catching up/, caughtUp: /^Connected again/, dismiss: 'Dismiss', download: /^Download /, picture: 'Open: Damaged',
    wallboard: 'Wallboard', live: 'Live', actionsOf: 'Actions for', changeState: 'Change state…', lunch: 'Lunch', conversations: 'Conversations', timeline: 'Timeline',
    previous: 'Previous event', asItWas: /^As it was on/, reassign: 'Reassign', reports: 'Reports',
    tabs: { 'reports-conversations': 'Conversations', 'reports-queues': 'Queues', 'reports-agents': 'Agents', 'reports-wrap-up': 'Wrap-up reasons' },
  },
  es: {
    username: 'Nombre de usuario', password: 'Contraseña', signIn: 'Iniciar sesión', state: 'Estado', available: 'Disponible', goAvailable: 'Pasar a Disponible',
    accept: 'Aceptar', acceptAll: 'Aceptar 7 solicitudes', range: '1–5 de 7', tasks: 'Tareas', reply: /^Responder a /, delivered: /^(Entregado|Leído)$/,
    transfer: 'Transferir', conference: 'Conferencia', conferenceRequested: 'Conferencia solicitada', exitConference: 'Salir de conferencia',
    joined: 'Ben Carter se unió al chat', removeAgent: 'Quitar agente', cancel: 'Cancelar', agent: 'Agente', queue: 'Cola', end: 'Finalizar',
    wrapUp: 'Motivos de cierre', submit: 'Enviar cierre', reason: 'Pregunta respondida', again: 'Enviar de nuevo', rona: 'Volver a Disponible',
    catchingUp: /Poniéndose al día/, caughtUp: /^Conectado de nuevo/, dismiss: 'Descartar', download: /^Descargar /, picture: 'Abrir: Dañado',
    wallboard: 'Panel en vivo', live: 'En vivo', actionsOf: 'Acciones para', changeState: 'Cambiar estado…', lunch: 'Almuerzo', conversations: 'Conversaciones', timeline: 'Cronología',
    previous: 'Evento anterior', asItWas: /^Tal como estaba el/, reassign: 'Reasignar', reports: 'Informes',
    tabs: { 'reports-conversations': 'Conversaciones', 'reports-queues': 'Colas', 'reports-agents': 'Agentes', 'reports-wrap-up': 'Motivos de cierre' },
  },
};
