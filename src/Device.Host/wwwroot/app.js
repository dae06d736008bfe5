const token = document.querySelector('meta[name="device-token"]').content;
const $ = id => document.getElementById(id);
const canvas = $('panel');
const context = canvas.getContext('2d');

// Pen records sent to the machine: phase, tool, pressure, x and y in panel pixels, time in ms; see docs/formats/local-api.md.
const RECORD = 20;
const PHASE = { away: 0, hover: 1, contact: 2 };
// Grey of the panel to the colour of e-ink under a lamp: black is not black, white is not white.
const ink = [28, 28, 30];
const paper = [239, 238, 232];

// Touch records: phase, palm, id, x, y and size in panel pixels, time in ms.
const TOUCH_RECORD = 24;
const TOUCH = { down: 0, move: 1, up: 2, cancel: 3 };

let erasing = false;
let penSocket = null;
let touchSocket = null;
let hasTouch = false;
let fingerWrites = false;

function socketUrl(path) {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
}

function connect(path, handlers) {
  let wait = 250;
  const open = () => {
    const socket = new WebSocket(socketUrl(path), [`device.${token}`]);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => { wait = 250; $('link').textContent = ''; handlers.open?.(socket); };
    socket.onmessage = event => handlers.message?.(event.data);
    socket.onclose = () => {
      handlers.close?.();
      $('link').textContent = 'The notebook does not answer; trying again …';
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  open();
}

function drawPatch(data) {
  const head = new DataView(data, 0, 8);
  const [x, y, width, height] = [0, 2, 4, 6].map(at => head.getUint16(at, true));
  const grey = new Uint8Array(data, 8);
  const image = context.createImageData(width, height);
  for (let i = 0; i < grey.length; i++) {
    const g = grey[i] / 255;
    for (let c = 0; c < 3; c++) {
      image.data[i * 4 + c] = ink[c] + (paper[c] - ink[c]) * g;
    }
    image.data[i * 4 + 3] = 255;
  }
  context.putImageData(image, x, y);
}

const syncWords = {
  online: 'Online: everything is saved here and synced',
  pending: n => `Online: ${n} changes on their way`,
  connecting: 'Connecting …',
  offline: n => n > 0 ? `Offline: ${n} changes wait here safely` : 'Offline: everything is saved here',
};

function showState(state) {
  if (canvas.width !== state.panel.width || canvas.height !== state.panel.height) {
    canvas.width = state.panel.width;
    canvas.height = state.panel.height;
    canvas.style.aspectRatio = `${state.panel.width} / ${state.panel.height}`;
  }
  $('board').textContent = state.board + '. ';
  $('stand-in').textContent = state.standIn ? 'Spark’s answers come from an offline stand-in, not from a language model.' : '';
  if (state.touch && !hasTouch) {
    hasTouch = true;
    connect('/api/touch', { open: socket => { touchSocket = socket; }, close: () => { touchSocket = null; } });
  }
  $('finger').hidden = !hasTouch;
  $('finger-hint').hidden = !hasTouch;
  $('muted').textContent = state.muted ? 'The microphone is muted by its switch.' : '';
  $('place').textContent = `${state.page} / ${state.pages}`;
  $('previous').disabled = state.page <= 1;
  $('next').disabled = state.page >= state.pages;
  $('text').textContent = state.text;
  $('reading').textContent = state.reading ? 'Reading …' : state.text ? '' : 'Write on the panel; it is read when your hand rests.';
  const { sync } = state;
  $('sync-dot').className = `dot ${sync.state}`;
  $('sync').textContent = sync.state === 'online' ? (sync.pending > 0 ? syncWords.pending(sync.pending) : syncWords.online)
    : sync.state === 'connecting' ? syncWords.connecting : syncWords.offline(sync.pending);
  const blobs = sync.blobs === 0 ? '' : `; ${sync.blobs} recordings and images (${(sync.blobBytesLeft / 1e6).toFixed(1)} MB) `
    + (sync.blobsWaiting === sync.blobs ? 'wait for a network that costs nothing' : 'on their way');
  $('sync-detail').textContent = `${sync.records} records on this machine, ${sync.acked} confirmed by the cloud${blobs}${sync.error ? '; ' + sync.error : ''}`;
  const { answer } = state;
  $('asked').textContent = answer ? `Asked: ${answer.question}` : '';
  $('answer').textContent = answer ? answer.answer + (answer.final ? '' : ' …') : '';
  $('answer-error').textContent = answer?.error ?? '';
  $('thinking').hidden = !answer?.reasoning;
  $('reasoning').textContent = answer?.reasoning ?? '';
}

connect('/api/live', { message: data => typeof data === 'string' ? showState(JSON.parse(data)) : drawPatch(data) });
connect('/api/pen', { open: socket => { penSocket = socket; }, close: () => { penSocket = null; } });

function sendPen(events, phase) {
  if (penSocket?.readyState !== WebSocket.OPEN) {
    return;
  }
  const box = canvas.getBoundingClientRect();
  const bytes = new ArrayBuffer(events.length * RECORD);
  events.forEach((event, i) => {
    const view = new DataView(bytes, i * RECORD, RECORD);
    const eraser = erasing || (event.buttons & 32) !== 0;
    const pressure = phase === PHASE.contact ? (event.pressure || 0.5) : 0;
    view.setUint8(0, phase);
    view.setUint8(1, eraser ? 1 : 0);
    view.setUint16(2, Math.round(Math.min(1, pressure) * 65535), true);
    view.setFloat32(4, (event.clientX - box.left) * canvas.width / box.width, true);
    view.setFloat32(8, (event.clientY - box.top) * canvas.height / box.height, true);
    view.setFloat64(12, event.timeStamp, true);
  });
  penSocket.send(bytes);
}

// A finger, or a mouse with Shift held, touches the glass; everything else is the pen.
const fingers = new Map();

function isFinger(event) {
  return hasTouch && !fingerWrites && (event.pointerType === 'touch' || event.pointerType === 'mouse' && event.shiftKey);
}

function sendTouch(event, phase) {
  if (touchSocket?.readyState !== WebSocket.OPEN) {
    return;
  }
  const box = canvas.getBoundingClientRect();
  const scale = canvas.width / box.width;
  const view = new DataView(new ArrayBuffer(TOUCH_RECORD));
  // A mouse has a contact of one pixel; a finger's is some eight millimetres and never that.
  const size = event.pointerType === 'touch' ? Math.max(event.width, event.height) : 0;
  view.setUint8(0, phase);
  view.setUint8(1, 0);
  view.setUint16(2, fingers.get(event.pointerId), true);
  view.setFloat32(4, (event.clientX - box.left) * scale, true);
  view.setFloat32(8, (event.clientY - box.top) * canvas.height / box.height, true);
  view.setFloat32(12, size * scale, true);
  view.setFloat64(16, event.timeStamp, true);
  touchSocket.send(view.buffer);
}

let nextFinger = 0;
canvas.addEventListener('pointerdown', event => {
  if (isFinger(event)) {
    fingers.set(event.pointerId, nextFinger++ & 0xffff);
    canvas.setPointerCapture(event.pointerId);
    sendTouch(event, TOUCH.down);
    event.preventDefault();
  }
});
canvas.addEventListener('pointermove', event => {
  if (fingers.has(event.pointerId)) {
    sendTouch(event, TOUCH.move);
  }
});
for (const [name, phase] of [['pointerup', TOUCH.up], ['pointercancel', TOUCH.cancel]]) {
  canvas.addEventListener(name, event => {
    if (fingers.has(event.pointerId)) {
      sendTouch(event, phase);
      fingers.delete(event.pointerId);
    }
  });
}

let active = null;
canvas.addEventListener('pointerdown', event => {
  if (active !== null || fingers.has(event.pointerId) || event.button > 0 && event.button !== 5) {
    return;
  }
  active = event.pointerId;
  canvas.setPointerCapture(event.pointerId);
  sendPen([event], PHASE.contact);
  event.preventDefault();
});
canvas.addEventListener('pointermove', event => {
  if (event.pointerId === active) {
    const all = event.getCoalescedEvents?.() ?? [];
    sendPen(all.length > 0 ? all : [event], PHASE.contact);
  }
});
for (const name of ['pointerup', 'pointercancel']) {
  canvas.addEventListener(name, event => {
    if (event.pointerId === active) {
      active = null;
      sendPen([event], PHASE.away);
    }
  });
}

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Device-Token': token },
    body: JSON.stringify(body),
  });
  $('link').textContent = response.ok ? '' : `${path}: ${(await response.text()).slice(0, 200)}`;
}

$('previous').onclick = () => post('/api/page', { action: 'previous' });
$('next').onclick = () => post('/api/page', { action: 'next' });
$('new').onclick = () => post('/api/page', { action: 'new' });
$('eraser').onclick = () => {
  erasing = !erasing;
  $('eraser').setAttribute('aria-pressed', String(erasing));
};
$('finger').onclick = () => {
  fingerWrites = !fingerWrites;
  $('finger').setAttribute('aria-pressed', String(fingerWrites));
};
$('ask-form').onsubmit = event => {
  event.preventDefault();
  post('/api/ask', { text: $('question').value });
};

// What drove the panel, newest first. Asked for while somebody looks.
const shownRefreshes = 14;

async function get(path) {
  const response = await fetch(path, { headers: { 'X-Device-Token': token } });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status}`);
  }
  return response;
}

function cells(refresh) {
  const { x, y, width, height } = refresh;
  return [
    refresh.time.slice(11, 23), refresh.intent || '–', refresh.waveform, `${width}×${height} at ${x}, ${y}`,
    Math.round(refresh.milliseconds), refresh.pixelsChanged.toLocaleString('en'),
  ];
}

async function showRefreshes() {
  if (document.visibilityState === 'visible') {
    try {
      const all = await (await get('/api/refreshes')).json();
      $('refreshes').tBodies[0].replaceChildren(...all.slice(-shownRefreshes).reverse().map(refresh => {
        const row = document.createElement('tr');
        row.append(...cells(refresh).map(text => Object.assign(document.createElement('td'), { textContent: text })));
        return row;
      }));
      $('refresh-count').textContent = all.length > 0 ? `${all[all.length - 1].number} refreshes since the start` : 'This panel keeps no log.';
    } catch {
      // The notebook is away; the line above says so, and the next round asks again.
    }
  }
  setTimeout(showRefreshes, 1000);
}
showRefreshes();

$('ghosts').onchange = event => canvas.classList.toggle('ghosts', event.target.checked);
$('picture').onclick = async event => {
  event.preventDefault();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await (await get('/api/panel.png')).blob());
  link.download = 'panel.png';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
