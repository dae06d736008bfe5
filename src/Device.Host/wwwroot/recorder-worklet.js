// Hands on what the microphone hears, a tenth of a second at a time.
class Tap extends AudioWorkletProcessor {
  constructor() {
    super();
    this.samples = new Float32Array(1600);
    this.count = 0;
  }

  process([input]) {
    for (const sample of input[0] ?? []) {
      this.samples[this.count++] = sample;
      if (this.count === this.samples.length) {
        this.port.postMessage(this.samples);
        this.samples = new Float32Array(this.samples.length);
        this.count = 0;
      }
    }
    return true;
  }
}

registerProcessor('tap', Tap);
