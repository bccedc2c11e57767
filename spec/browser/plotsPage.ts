import { lastValueFrom, takeLast } from 'rxjs';
import {
  animator,
  draw,
  type Frame,
  heatmap,
  isi,
  leaky,
  raster,
  rate,
  rates,
  type Sink,
  spikeTriggered,
  traces,
} from 'rxsnn';

/** What a page does for the spec of the plots: it draws on canvases of its own. */

/** The image of a layer of 28 x 28 at its last step, at `scale` pixels a CSS pixel, as a PNG in base64. */
export async function drawImage(scale: string): Promise<string> {
  const canvas = document.createElement('canvas');
  const images$ = layer$().pipe(animator({ decay: 0.7, colorMap: 'magma', bare: true }));
  await lastValueFrom(images$.pipe(takeLast(1), draw(canvas, { scale: Number(scale) })));
  return canvas.toDataURL('image/png').split(',')[1]!;
}

/** How many colours each plot of a layer has on a canvas. */
export async function drawAll(): Promise<Record<string, number>> {
  const sinks: Record<string, () => Sink<Frame>> = {
    raster,
    traces,
    animator,
    heatmap,
    rates,
    isi,
    spikeTriggered,
  };
  const colors: Record<string, number> = {};
  for (const [name, make] of Object.entries(sinks)) {
    const canvas = document.createElement('canvas');
    await lastValueFrom(layer$().pipe(leaky({ beta: 0.9 }), make(), takeLast(1), draw(canvas)));
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    colors[name] = new Set(new Uint32Array(data.buffer)).size;
  }
  return colors;
}

export function layer$() {
  const data = Float32Array.from({ length: 784 }, (_, i) => (i % 28) / 28);
  return rate({ shape: [1, 28, 28], data }, { steps: 30, seed: 2 });
}
