import { lastValueFrom } from 'rxjs';
import { block, Linear, leaky, linear, probe, rand, rateConv, record, spikes, to, tensor } from 'rxsnn';
const fc1=Linear.init(784,1000,{seed:1}), fc2=Linear.init(1000,10,{seed:2});
for (const dens of [1, 0.2]) {
const v = rand([200,784],{seed:3});
const inp=(await lastValueFrom(rateConv(tensor(v.data.map(x=>x*dens),[200,784]),{seed:4}).pipe(record()))).spk;
for (const [d,b] of [['events',1],['events',20],['webasm',1],['cpu',1]] as const){ const ts:number[]=[]; for(let i=0;i<15;i++){ const t=performance.now();
 await lastValueFrom(spikes(inp).pipe(block(b),to(d),linear(fc1),leaky({beta:.99}),probe('hidden'),linear(fc2),leaky({beta:.99}),probe('output'),record())); ts.push(performance.now()-t);} ts.sort((a,b)=>a-b); console.log(dens,d,b, 'median',ts[7]!.toFixed(1),'min',ts[0]!.toFixed(1)); }
}
