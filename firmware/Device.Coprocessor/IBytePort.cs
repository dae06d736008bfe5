namespace Device.Coprocessor;

/// <summary>The sending half of a serial line. Must not throw; bytes that cannot be sent are lost, as on a cut wire.</summary>
public interface IBytePort
{
    /// <summary>Sends the first <paramref name="count"/> bytes of <paramref name="data"/>; the array is reused after the call.</summary>
    void Write(byte[] data, int count);
}
