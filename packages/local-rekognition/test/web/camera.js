// Stands in for the camera, in front of the component and unknown to it: a photo of somebody who comes closer when
// the component says so, and whose face takes on the light of the screen. Injected before the page's own scripts.
(() => {
  const { url, face, reflects } = globalThis.subject;
  const WIDTH = 640;
  const HEIGHT = 480;
  const FRAME_MS = 50;
  // so far that the component starts, so near that the face fills its oval; in heights of the face
  const FAR_FACE_PX = 190;
  const NEAR_FACE_PX = 420;
  const PX_PER_FRAME = 4;

  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const image = new Image();
  image.src = url;
  const sample = document.createElement('canvas');
  [sample.width, sample.height] = [1, 8];
  const sampler = sample.getContext('2d', { willReadFrequently: true });

  const screenLight = () => {
    const screen = [...document.querySelectorAll('canvas')].find(({ className }) =>
      /freshness/i.test(className),
    );
    if (screen?.style.display !== 'block' || screen.width < 2) return [0, 0, 0];
    sampler.clearRect(0, 0, 1, 8);
    sampler.drawImage(screen, 0, 0, screen.width, screen.height, 0, 0, 1, 8);
    const { data } = sampler.getImageData(0, 0, 1, 8);
    return [0, 1, 2].map((channel) => {
      let sum = 0;
      for (let row = 0; row < 8; row++) sum += (data[4 * row + channel] * data[4 * row + 3]) / 255;
      return sum / 8;
    });
  };

  /** Draws the person with a face of that height in the middle of the picture. */
  const drawPerson = (faceHeight) => {
    const scale = faceHeight / (face.height * image.naturalHeight);
    const x = WIDTH / 2 - (face.left + face.width / 2) * image.naturalWidth * scale;
    const y = HEIGHT / 2 - (face.top + face.height / 2) * image.naturalHeight * scale;
    context.drawImage(image, x, y, image.naturalWidth * scale, image.naturalHeight * scale);
  };

  let faceHeight = FAR_FACE_PX;
  let target = FAR_FACE_PX;
  const draw = () => {
    const hint = document.querySelector('[class*=hint]')?.textContent ?? '';
    if (/closer/i.test(hint)) target = NEAR_FACE_PX;
    faceHeight += Math.max(-PX_PER_FRAME, Math.min(PX_PER_FRAME, target - faceHeight));
    context.globalCompositeOperation = 'source-over';
    context.fillStyle = '#777';
    context.fillRect(0, 0, WIDTH, HEIGHT);
    if (!image.complete) return;
    drawPerson(faceHeight);
    // a dim room, so that the screen is what lights the face
    context.fillStyle = 'rgba(0,0,0,0.25)';
    context.fillRect(0, 0, WIDTH, HEIGHT);
    const light = screenLight().map((level) => Math.round(level * reflects));
    if (light.some((level) => level > 0)) {
      context.globalCompositeOperation = 'lighter';
      context.fillStyle = `rgb(${light.join(',')})`;
      context.beginPath();
      context.ellipse(WIDTH / 2, HEIGHT / 2, faceHeight * 0.42, faceHeight * 0.55, 0, 0, 2 * Math.PI);
      context.fill();
    }
  };
  setInterval(draw, FRAME_MS);

  navigator.mediaDevices.getUserMedia = async () => {
    const stream = canvas.captureStream(1000 / FRAME_MS);
    const [track] = stream.getVideoTracks();
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({
      ...settings(),
      width: WIDTH,
      height: HEIGHT,
      frameRate: 1000 / FRAME_MS,
      deviceId: 'subject',
    });
    return stream;
  };
  navigator.mediaDevices.enumerateDevices = async () => [
    { kind: 'videoinput', deviceId: 'subject', groupId: 'subject', label: 'Test camera' },
  ];
})();
