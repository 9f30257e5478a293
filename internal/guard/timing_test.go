package guard_test
import ("testing";"strings";"time";"fmt";"evidencedesk/internal/guard")
func TestTiming(t *testing.T){
 for _,p:=range []string{"1 ","11 ","999 ","1/","01/01/","DOB ","DOB 1/1/51 ","1/1/51 DOB ","Mrs A ","a-","a'","born ","MRN ","the only patient ","Jean ","JEAN ","john marsh ","a","A","1","-"," ","\n","nhs no ","bed 1 ","ward 1 ","lives at 1 A ","3 may ","nineteen ","twenty ","first of the ","pt ","pt's ","+44 0 ","@","a.","x@a.","é","\u0301","re: ","name: ","1-1-","3 of ","20 ","2019 "}{
  var d [2]time.Duration
  for k,n:=range []int{10000,80000}{ s:=strings.Repeat(p,n/len(p)); t0:=time.Now(); guard.Scan(s,guard.Options{}); d[k]=time.Since(t0)}
  if d[1]>10*d[0] || d[0]>300*time.Millisecond {fmt.Printf("%q %v %v ratio %.1f\n",p,d[0],d[1],float64(d[1])/float64(d[0]))}
 }
}
