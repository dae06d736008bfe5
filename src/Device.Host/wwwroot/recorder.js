// The recorder: buttons, level, what this browser's microphone or a file says before the simulated microphone, and playing.
const token = document.querySelector('meta[name="device-token"]').content;
const $ = id => document.getElementById(id);
const RATE = 16000;

let status = { state: 'idle' };
let listed = '';
let speaking = null;

async function api(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { 'X-Device-Token': token, ...(body && !(body instanceof Blob) ? { 'Content-Type': 'application/json' } : {}) },
    body: body instanceof Blob ? body : body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(text.startsWith('{') ? JSON.parse(text).error : `${response.status}`);
  }
  return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
}

async function tell(action, more) {
  $('recorder-error').textContent = '';
  try {
    await api('POST', '/api/recorder', { action, ...more });
  } catch (error) {
    $('recorder-error').textContent = error.message;
  }
  await refresh();
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return [whole / 3600, whole / 60 % 60, whole % 60].map(part => String(Math.floor(part)).padStart(2, '0')).join(':');
}

function showStatus() {
  const idle = status.state === 'idle';
  $('record').hidden = !idle;
  $('pause').hidden = $('stop').hidden = $('mark').hidden = idle;
  $('pause').textContent = status.state === 'paused' ? 'Resume' : 'Pause';
  $('mute').setAttribute('aria-pressed', String(status.muted));
  $('recorder-state').textContent = idle ? (status.open ? 'The microphone is open' : 'The microphone is closed')
    : `${status.state === 'paused' ? 'Paused at' : 'Recording'} ${clock(status.seconds)}${status.speech ? ', somebody speaks' : ''}`
      + (status.lostSeconds > 0 ? `, ${status.lostSeconds.toFixed(2)} s lost` : '');
  $('level').value = Math.max(0, 60 + status.level);
  $('recorder-problem').textContent = status.problem;
}

async function listRecordings() {
  const recordings = await api('GET', '/api/recordings');
  const text = JSON.stringify(recordings);
  if (text === listed) {
    return;
  }
  listed = text;
  $('recordings').replaceChildren(...recordings.filter(r => r.format).map(r => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.textContent = `▶ ${r.title || new Date(r.started).toLocaleString()} (${clock(r.milliseconds / 1000)})`;
    button.onclick = () => play({ recording: r.recording, milliseconds: 0 });
    item.append(button, ...[...r.marks.map(m => [`⚑ ${m.label || clock(m.milliseconds / 1000)}`, m.milliseconds]), ...r.strokes.slice(0, 30).map(s => [`✎ ${clock(s.milliseconds / 1000)}`, s.milliseconds])].map(([label, milliseconds]) => {
      const moment = document.createElement('button');
      moment.className = 'moment';
      moment.textContent = label;
      moment.onclick = () => play({ recording: r.recording, milliseconds });
      return moment;
    }));
    const words = document.createElement('p');
    words.className = 'text';
    if (r.transcript) {
      api('GET', `/api/recordings/transcript?recording=${encodeURIComponent(r.recording)}`).then(transcript => words.replaceChildren(
        ...transcript.lines.flatMap(line => line.words).map(word => {
          const span = document.createElement('span');
          span.textContent = word.text;
          span.dataset.recording = r.recording;
          [span.dataset.start, span.dataset.end] = [word.start, word.end];
          span.onclick = () => play({ recording: r.recording, milliseconds: word.start });
          return span;
        })));
    }
    item.append(words);
    return item;
  }));
}

async function play(request) {
  $('recorder-error').textContent = '';
  try {
    await api('POST', '/api/play', request);
  } catch (error) {
    $('recorder-error').textContent = error.message;
  }
}

function lightUp() {
  for (const word of document.querySelectorAll('#recordings span')) {
    const now = status.playing;
    word.classList.toggle('spoken', now?.recording === word.dataset.recording && now.milliseconds >= word.dataset.start && now.milliseconds < word.dataset.end);
  }
  $('stop-playing').hidden = !status.playing;
}

async function refresh() {
  try {
    status = await api('GET', '/api/recorder');
    showStatus();
    lightUp();
    await listRecordings();
  } catch {
    // The page says elsewhere that the notebook does not answer.
  }
}

function say() {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/microphone`, [`device.${token}`]);
  socket.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(socket);
    socket.onerror = () => reject(new Error('the notebook does not listen'));
  });
}

function sixteenBits(samples) {
  return Int16Array.from(samples, s => Math.max(-1, Math.min(1, s)) * 32767);
}

// The browser converts to 16 kHz itself.
async function speak() {
  if (speaking) {
    speaking.stop();
    return;
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    const context = new AudioContext({ sampleRate: RATE });
    await context.audioWorklet.addModule('/recorder-worklet.js');
    const socket = await say();
    const tap = new AudioWorkletNode(context, 'tap');
    tap.port.onmessage = event => socket.readyState === WebSocket.OPEN && socket.send(sixteenBits(event.data));
    context.createMediaStreamSource(stream).connect(tap);
    speaking = {
      stop() {
        stream.getTracks().forEach(track => track.stop());
        context.close();
        socket.close();
        speaking = null;
        $('speak').setAttribute('aria-pressed', 'false');
      },
    };
    $('speak').setAttribute('aria-pressed', 'true');
  } catch (error) {
    $('recorder-error').textContent = `This browser's microphone: ${error.message}`;
  }
}

async function playFile(file) {
  try {
    const context = new OfflineAudioContext(1, RATE, RATE);
    const decoded = await context.decodeAudioData(await file.arrayBuffer());
    const mixed = Float32Array.from({ length: decoded.length }, (_, i) => {
      let sum = 0;
      for (let c = 0; c < decoded.numberOfChannels; c++) sum += decoded.getChannelData(c)[i];
      return sum / decoded.numberOfChannels;
    });
    const socket = await say();
    for (let at = 0; at < mixed.length; at += RATE) {
      socket.send(sixteenBits(mixed.subarray(at, at + RATE)));
    }
    socket.addEventListener('message', () => {});
    setTimeout(() => socket.close(), decoded.duration * 1000 + 2000);
  } catch (error) {
    $('recorder-error').textContent = `${file.name}: ${error.message}`;
  }
}

async function importFile(file) {
  $('recorder-error').textContent = '';
  try {
    await api('POST', `/api/recordings/import?file=${encodeURIComponent(file.name)}`, file);
  } catch (error) {
    $('recorder-error').textContent = error.message;
  }
  await refresh();
}

$('record').onclick = () => tell('start', { title: '' });
$('pause').onclick = () => tell(status.state === 'paused' ? 'resume' : 'pause');
$('stop').onclick = () => tell('stop');
$('mark').onclick = () => tell('mark', { label: '' });
$('mute').onclick = () => tell(status.muted ? 'unmute' : 'mute');
$('stop-playing').onclick = () => play({ stop: true });
$('speak').onclick = speak;
$('say-file').onchange = event => event.target.files[0] && playFile(event.target.files[0]);
$('import-file').onchange = event => event.target.files[0] && importFile(event.target.files[0]);
setInterval(refresh, 250);
