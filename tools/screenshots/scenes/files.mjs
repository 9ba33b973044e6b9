const parcel = `
  <body style="margin:0;width:480px;height:320px;display:grid;place-items:center;background:linear-gradient(160deg,#dfe7ee,#b9c6d3)">
    <svg width="300" height="230" viewBox="0 0 300 230">
      <ellipse cx="150" cy="212" rx="130" ry="14" fill="#00000022"/>
      <path d="M30 70 150 30l120 40v100l-120 45L30 170z" fill="#c99a63"/><path d="M30 70l120 42 120-42-120-40z" fill="#dcb482"/>
      <path d="M150 112v103L30 170V70z" fill="#b98752"/><path d="M84 50l120 42v34l-14-6-12 8V92L62 58z" fill="#f0e3cf"/>
      <path d="M196 120l22 18-10 12 26 16-34-6 6-14-22-12z" fill="#5d4326"/><path d="M52 150l26 10v22l-26-10z" fill="#f7f4ee"/>
    </svg>
  </body>`;
const note = `<body style="font:16px sans-serif;padding:40px"><h1>Delivery note 20417</h1><p>1 parcel, 2.4 kg</p></body>`;

/** A PNG of a parcel that had a hard way. */
export function damagedParcel(stage) {
  return drawn(stage, parcel, (page) => page.screenshot({ clip: { x: 0, y: 0, width: 480, height: 320 } }));
}

/** A PDF. */
export function deliveryNote(stage) {
  return drawn(stage, note, (page) => page.pdf({ format: 'A5' }));
}

async function drawn(stage, html, draw) {
  const page = await stage.page({}, 'about:blank');
  await page.setContent(html);
  const bytes = await draw(page);
  await page.context().close();
  return bytes;
}
