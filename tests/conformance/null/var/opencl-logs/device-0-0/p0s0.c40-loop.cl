#pragma OPENCL EXTENSION cl_khr_fp64 : enable  
#pragma OPENCL EXTENSION cl_khr_fp16 : enable  
#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable  
__kernel void loop(__global long *_kernel_context, __constant uchar *_constant_region, __local uchar *_local_region, __global int *_atomics, __global uchar *x, __private int xAt, __global uchar *y, __private int size)
{
  long l_5, l_6, l_7; 
  int i_2, i_4, i_3, i_10, i_12, i_14; 
  float f_9, f_11; 
  ulong ul_13, ul_0, ul_1, ul_8; 

  // BLOCK 0
  ul_0  =  (ulong) x;
  ul_1  =  (ulong) y;
  i_2  =  get_global_size(0);
  i_3  =  get_global_id(0);
  // BLOCK 1 MERGES [0 7 ]
  i_4  =  i_3;
  for(;i_4 < 15;)
  {
    // BLOCK 2
    l_5  =  (long) i_4;
    l_6  =  l_5 << 2;
    l_7  =  l_6 + 16L;
    ul_8  =  ul_0 + l_7;
    f_9  =  *((__global float *) ul_8);
    i_10  =  isless(0.0F, f_9);
    if(i_10 == 1)
    {
      // BLOCK 3
      f_11  =  f_9;
    }  // B2
    else
    {
      // BLOCK 4
      i_12  =  isequal(f_9, f_9);
      if(i_12 == 1)
      {
        // BLOCK 5
        f_11  =  0.0F;
      }  // B4
      else
      {
        // BLOCK 6
        f_11  =  f_9;
      }  // B4
    }  // B2
    // BLOCK 7 MERGES [5 3 6 ]
    ul_13  =  ul_1 + l_7;
    *((__global float *) ul_13)  =  f_11;
    i_14  =  i_2 + i_4;
    i_4  =  i_14;
  }  // B1
  // BLOCK 8
  return;
}  //  kernel
